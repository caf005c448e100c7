/* The words of GAUSSKERN_PATH: each says what path.h says, and the tests' own are all known. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gram/path.h"
#include "gk_test.h"
#include "gram/error_bound.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_same(gki_path a, gki_path b) {
  return a.direct_features == b.direct_features && a.direct_points == b.direct_points &&
         a.repair == b.repair && a.pack == b.pack && a.own_products == b.own_products &&
         a.own_tiles == b.own_tiles && a.norms_by_tile == b.norms_by_tile &&
         a.streamed_bytes == b.streamed_bytes && a.wide_tile_points == b.wide_tile_points &&
         a.wide_row_points == b.wide_row_points;
}

static void no_words_are_the_fastest_way(void **state) {
  (void)state;
  const gki_path path = gki_path_from(NULL);
  assert_true(path.direct_features >= GKI_DIRECT_FEATURES && path.direct_features < SIZE_MAX);
  assert_true(path.direct_points > 0 && path.direct_points < SIZE_MAX);
  assert_true(path.streamed_bytes > 0 && path.streamed_bytes < SIZE_MAX);
  assert_true(is_same(path, gki_path_from("")));
}

static void each_word_says_one_thing(void **state) {
  (void)state;
  assert_true(gki_path_from("differences").direct_features == SIZE_MAX);
  assert_true(gki_path_from("differences").direct_points == SIZE_MAX);
  assert_true(gki_path_from("products").direct_features == 0);
  assert_true(gki_path_from("products").direct_points == 0);
  assert_true(gki_path_from("repair").repair);
  assert_true(gki_path_from("pack").pack);
  assert_true(gki_path_from("own").own_products);
  assert_false(gki_path_from("blas").own_tiles || gki_path_from("blas").own_products);
  assert_true(gki_path_from("tilewise").norms_by_tile);
  assert_true(gki_path_from("cached").streamed_bytes == SIZE_MAX);
  assert_true(gki_path_from("uncached").streamed_bytes == 0);
  assert_true(gki_path_from("wide").wide_tile_points == 0);
  assert_true(gki_path_from("wide").wide_row_points == 0);
}

static void words_add_up(void **state) {
  (void)state;
  const gki_path path = gki_path_from("own,products,repair");
  assert_true(path.own_products && path.repair && path.direct_features == 0);
  assert_false(path.pack);
}

static void parts_of_words_say_nothing(void **state) {
  (void)state;
  static const char *const others[] = {"produc", "products2", "own2,xown", ",", "wide wide"};
  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
    assert_true(is_same(gki_path_from(others[i]), gki_path_from(NULL)));
  }
}

/*
 * Else the tests under path.* would go the way that the others have gone already. Where BLAS is what
 * is taken anyway, its word is known by what it takes from another.
 */
static void the_words_of_the_tests_are_known(void **state) {
  (void)state;
  static const char *const paths[] = {TEST_PATHS};
  for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
    char words[64];
    assert_true(strlen(paths[i]) < sizeof words);
    strcpy(words, paths[i]);
    for (char *word = strtok(words, ","); word; word = strtok(NULL, ",")) {
      char beside_own[80];
      snprintf(beside_own, sizeof beside_own, "own,%s", word);
      if (is_same(gki_path_from(word), gki_path_from(NULL)) &&
          is_same(gki_path_from(beside_own), gki_path_from("own"))) {
        fail_msg("%s is not a word of GAUSSKERN_PATH", word);
      }
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(no_words_are_the_fastest_way),
      cmocka_unit_test(each_word_says_one_thing),
      cmocka_unit_test(words_add_up),
      cmocka_unit_test(parts_of_words_say_nothing),
      cmocka_unit_test(the_words_of_the_tests_are_known),
  };
  return gk_test_main("path", tests);
}
