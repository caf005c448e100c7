/* Who meets whom in products with a symmetric Gram matrix: each pair of blocks once, each block once in
 * each round. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gram/pairing.h"
#include "gk_test.h"

#include <string.h>

enum { MOST_BLOCKS = 67 };

static void each_pair_meets_once(void **state) {
  (void)state;
  for (size_t blocks = 1; blocks <= MOST_BLOCKS; blocks += 2) {
    static unsigned char met[MOST_BLOCKS][MOST_BLOCKS];
    memset(met, 0, sizeof met);
    assert_int_equal(gki_pair_tasks(blocks), blocks * (blocks + 1) / 2);
    for (size_t task = 0; task < gki_pair_tasks(blocks); task++) {
      const gki_pair pair = gki_pair_of_task(blocks, task);
      assert_true(pair.second <= pair.first && pair.first < blocks);
      met[pair.first][pair.second]++;
    }
    for (size_t a = 0; a < blocks; a++) {
      for (size_t b = 0; b <= a; b++) {
        assert_int_equal(met[a][b], 1);
      }
    }
  }
}

/* A block's turn comes when it has had one task in each round before: else tasks would wait for ever. */
static void each_block_has_one_task_in_each_round(void **state) {
  (void)state;
  for (size_t blocks = 1; blocks <= MOST_BLOCKS; blocks += 2) {
    size_t turns[MOST_BLOCKS] = {0}, last_round = 0;
    for (size_t task = 0; task < gki_pair_tasks(blocks); task++) {
      const gki_pair pair = gki_pair_of_task(blocks, task);
      assert_true(pair.round >= last_round && pair.round < blocks);
      last_round = pair.round;
      assert_int_equal(turns[pair.first], pair.round);
      turns[pair.first]++;
      if (pair.second != pair.first) {
        assert_int_equal(turns[pair.second], pair.round);
        turns[pair.second]++;
      }
    }
    for (size_t a = 0; a < blocks; a++) {
      assert_int_equal(turns[a], blocks);
    }
  }
}

static void a_turn_that_has_come_does_not_wait(void **state) {
  (void)state;
  atomic_size_t turn;
  atomic_init(&turn, 3);
  gki_wait_for_turn(&turn, 3);
  gki_end_turn(&turn, 3);
  gki_wait_for_turn(&turn, 4);
  assert_int_equal(atomic_load(&turn), 4);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_pair_meets_once),
      cmocka_unit_test(each_block_has_one_task_in_each_round),
      cmocka_unit_test(a_turn_that_has_come_does_not_wait),
  };
  return gk_test_main("pairing", tests);
}
