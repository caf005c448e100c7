/* The sums of rows over all tiles, for one precision; see product_f32.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

static void clear_totals(const struct product *product, const struct totals *totals, size_t rows) {
  const size_t runs = totals->row_step == 1 ? product->vectors : 1;
  const size_t run = totals->row_step == 1 ? rows : rows * product->vectors;
  for (size_t k = 0; k < runs; k++) {
    memset(totals->high + at(totals, 0, k), 0, run * sizeof(double));
    if (totals->low) {
      memset(totals->low + at(totals, 0, k), 0, run * sizeof(double));
    }
  }
  for (size_t i = 0; totals->levels && i < rows; i++) {
    totals->levels[i] = -INFINITY;
  }
}

static void add_term(double term, double *high, double *low) {
  const gki_dd sum = gki_two_sum(*high, term);
  *high = sum.hi;
  *low += sum.lo;
}

/* Of double where that is twice T. */
static void add_doubles(size_t n, const double *terms, double *high) {
  for (size_t i = 0; i < n; i++) {
    high[i] += terms[i];
  }
}

/* Sums of few vectors, that of vector k at sums + k lds. `low` is there only where T is double; the
 * void is for float's file, which has to compile the call that it never makes. */
static void add_sums(const struct product *product, const struct totals *totals, size_t rows,
                     const double *sums, size_t lds) {
  for (size_t k = 0; k < product->vectors; k++) {
    const size_t to = at(totals, 0, k);
    if (totals->low) {
      product->loops->accumulate(rows, (const void *)(sums + k * lds), totals->high + to,
                                 totals->low + to);
    } else {
      add_doubles(rows, sums + k * lds, totals->high + to);
    }
  }
}

/* Sums of many vectors, `first` and those after it, as gemm has made them. */
static void add_products(const struct product *product, const struct totals *totals, size_t rows,
                         size_t first, size_t vectors, const T *products) {
  for (size_t i = 0; i < rows; i++) {
    const size_t to = at(totals, i, first);
    product->loops->accumulate(vectors, products + i * GROUP_VECTORS, totals->high + to,
                               totals->low ? totals->low + to : NULL);
  }
}

/* 2^exponent for an integer that is not above 0, or -infinity; 0 for a subnormal one, for which
 * ldexp would set errno. */
static double power_of_two(T exponent) {
  return exponent < -1022 ? 0 : ldexp(1, (int)exponent);
}

/* Brings row i to a level that is not below its own. */
static void raise_level(const struct product *product, const struct totals *totals, size_t i,
                        T level) {
  if (!(level > totals->levels[i])) {
    return;
  }
  const double scale = power_of_two(totals->levels[i] - level);
  for (size_t k = 0; k < product->vectors; k++) {
    totals->high[at(totals, i, k)] *= scale;
    if (totals->low) {
      totals->low[at(totals, i, k)] *= scale;
    }
  }
  totals->levels[i] = level;
}

static void raise_levels(const struct product *product, const struct totals *totals, size_t rows,
                         const T *maxima) {
  for (size_t i = 0; i < rows; i++) {
    raise_level(product, totals, i, (T)ceil((double)maxima[i]));
  }
}

/* Adds a task's sums to those of all tasks. */
static void merge_totals(const struct product *product, const struct totals *from, size_t rows,
                         const struct totals *to) {
  for (size_t i = 0; i < rows; i++) {
    double scale = 1;
    if (to->levels) {
      raise_level(product, to, i, from->levels[i]);
      scale = to->levels[i] > from->levels[i] ? power_of_two(from->levels[i] - to->levels[i]) : 1;
    }
    for (size_t k = 0; k < product->vectors; k++) {
      const size_t source = at(from, i, k), target = at(to, i, k);
      if (to->low) {
        add_term(from->high[source] * scale, &to->high[target], &to->low[target]);
        to->low[target] += from->low[source] * scale;
      } else {
        to->high[target] += from->high[source] * scale;
      }
    }
  }
}

/* Of an infinite sum the rest is not a number. */
static double total_of(const struct totals *totals, size_t i, size_t k) {
  const double high = totals->high[at(totals, i, k)];
  const double low = totals->low ? totals->low[at(totals, i, k)] : 0;
  return high - high == 0 ? high + low : high;
}

static double log_sum(const struct product *product, const struct totals *totals, size_t i) {
  const double ln2 = 0.6931471805599453, sum = total_of(totals, i, 0);
  const double level = (double)totals->levels[i];
  if (level == -INFINITY) {
    return sum == sum ? -INFINITY : sum;
  }
  return (level + log2(sum)) * ln2 + product->log_variance;
}

/* The result of rows from `first` on. */
static void finish_rows(const struct product *product, const struct totals *totals, size_t first,
                        size_t rows) {
  for (size_t i = 0; i < rows; i++) {
    T *out = product->out + (first + i) * product->ldo;
    if (product->kind == LOG_SUMS) {
      out[0] = (T)log_sum(product, totals, i);
    } else if (product->kind == MEANS) {
      const double sum = total_of(totals, i, 0);
      for (size_t k = 0; k < product->p; k++) {
        out[k] = (T)(total_of(totals, i, k + 1) / sum);
      }
    } else {
      for (size_t k = 0; k < product->vectors; k++) {
        out[k] = (T)total_of(totals, i, k);
      }
    }
  }
}
