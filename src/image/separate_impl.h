/* gk_weights_separate for one precision; see weights_f64.c. No guard. */
/* SPDX-License-Identifier: BSD-3-Clause */

/* The kernel as given, and its factors in double. */
typedef struct NAME(separation) {
  size_t rows, cols, ldw;
  const T *w;
  double unit;          /* a power of two that brings the largest weight near 1 */
  double largest;       /* |w| times unit */
  double *column, *row; /* factors of unit * W */
} NAME(separation);

static double NAME(entry)(const NAME(separation) * s, size_t i, size_t j) {
  return (double)s->w[i * s->ldw + j] * s->unit;
}

/* The largest magnitude, and the first row that has it; GK_ERROR_DATA where there is none. */
static gk_status NAME(find_largest)(const char *function, NAME(separation) * s, size_t *at) {
  double largest = 0.0;
  for (size_t i = 0; i < s->rows; i++) {
    for (size_t j = 0; j < s->cols; j++) {
      const double value = fabs((double)s->w[i * s->ldw + j]);
      if (!(value <= DBL_MAX)) {
        return gki_fail(GK_ERROR_DATA, function, "w[%zu][%zu] is not finite", i, j);
      }
      if (value > largest) {
        largest = value;
        *at = i;
      }
    }
  }
  if (largest == 0.0) {
    return gki_fail(GK_ERROR_DATA, function, "all of w is 0");
  }
  const int exponent = ilogb(largest);
  s->unit = ldexp(1.0, exponent < -1000 ? 1000 : -exponent);
  s->largest = largest * s->unit;
  return GK_SUCCESS;
}

static double NAME(square_of)(size_t n, const double *x) {
  double sum = 0.0;
  for (size_t i = 0; i < n; i++) {
    sum += x[i] * x[i];
  }
  return sum;
}

/* One round: the column that fits the row best, and the row that fits it. What the row moved by. */
static double NAME(alternate)(const NAME(separation) * s) {
  const double row_square = NAME(square_of)(s->cols, s->row);
  for (size_t i = 0; i < s->rows; i++) {
    double sum = 0.0;
    for (size_t j = 0; j < s->cols; j++) {
      sum += NAME(entry)(s, i, j) * s->row[j];
    }
    s->column[i] = sum / row_square;
  }
  const double column_square = NAME(square_of)(s->rows, s->column);
  double moved = 0.0;
  for (size_t j = 0; j < s->cols; j++) {
    double sum = 0.0;
    for (size_t i = 0; i < s->rows; i++) {
      sum += NAME(entry)(s, i, j) * s->column[i];
    }
    const double value = sum / column_square;
    moved = fmax(moved, fabs(value - s->row[j]));
    s->row[j] = value;
  }
  return moved;
}

/*
 * The best factors from the row with the largest weight on. A separable kernel's are found in one
 * round; a remainder of a relative size of e is e^2 times as large after each.
 */
static void NAME(fit)(NAME(separation) * s, size_t start) {
  enum { MOST_ROUNDS = 60 };
  for (size_t j = 0; j < s->cols; j++) {
    s->row[j] = NAME(entry)(s, start, j);
  }
  for (int round = 0; round < MOST_ROUNDS && NAME(alternate)(s) > 0x1p-50 * s->largest; round++) {
  }
}

/*
 * A factor divided by its sum, or by the sum of its magnitudes where it cancels, with a positive
 * first entry then; rounded, and made to sum to 1. What it was divided by.
 */
static double NAME(normalize)(NAME(balance) * b, size_t n, const double *x, T *result) {
  double sum = 0.0, lost = 0.0, magnitudes = 0.0, first = 0.0;
  for (size_t i = 0; i < n; i++) {
    const double next = sum + x[i], from = next - sum;
    lost += (sum - (next - from)) + (x[i] - from);
    sum = next;
    magnitudes += fabs(x[i]);
    first = first == 0.0 ? x[i] : first;
  }
  sum += lost;
  const bool cancels = fabs(sum) < 0x1p-20 * magnitudes;
  const double divisor = cancels ? copysign(magnitudes, first) : sum;
  for (size_t i = 0; i < n; i++) {
    result[i] = (T)(x[i] / divisor);
  }
  if (!cancels) {
    b->orbits = (NAME(orbits)){.w = result, .size = {n, 1, 1}, .represented = {n, 1, 1}};
    NAME(settle)(b, 1);
  }
  return divisor;
}

/* The largest difference between unit * W and scale * column * row. */
static double NAME(difference)(const NAME(separation) * s, double scale, const T *column,
                               const T *row) {
  double largest = 0.0;
  for (size_t i = 0; i < s->rows; i++) {
    const double factor = scale * (double)column[i];
    for (size_t j = 0; j < s->cols; j++) {
      largest = fmax(largest, fabs(NAME(entry)(s, i, j) - factor * (double)row[j]));
    }
  }
  return largest;
}

static gk_status NAME(check_separation)(const char *function, const NAME(separation) * s,
                                        double tolerance, const T *column, const T *row,
                                        const double *scale, const double *residual) {
  const size_t rows = s->rows, cols = s->cols;
  size_t bytes;
  if (rows == 0 || cols == 0) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "rows = %zu and cols = %zu: neither may be 0",
                    rows, cols);
  }
  if (!s->w || !column || !row || !scale) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "%s is NULL",
                    !s->w     ? "w"
                    : !column ? "column"
                    : !row    ? "row"
                              : "scale");
  }
  if (s->ldw < cols) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "ldw = %zu is smaller than cols = %zu", s->ldw,
                    cols);
  }
  if (!(tolerance >= 0.0 && tolerance <= 1.0)) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "tolerance = %g is not between 0 and 1",
                    tolerance);
  }
  if (!gki_matrix_bytes(rows, cols, s->ldw, sizeof(T), &bytes)) {
    return gki_fail(GK_ERROR_OVERFLOW, function,
                    "w of %zu rows with ldw = %zu is larger than an address space", rows, s->ldw);
  }
  const struct {
    const char *name;
    const void *data;
    size_t bytes;
  } outputs[] = {{"column", column, rows * sizeof(T)},
                 {"row", row, cols * sizeof(T)},
                 {"scale", scale, sizeof(double)},
                 {"residual", residual, residual ? sizeof(double) : 0}};
  for (size_t k = 0; k < sizeof outputs / sizeof outputs[0]; k++) {
    const uintptr_t out = (uintptr_t)outputs[k].data, in = (uintptr_t)s->w;
    if (outputs[k].bytes > 0 && out < in + bytes && in < out + outputs[k].bytes) {
      return gki_fail(GK_ERROR_ARGUMENT, function, "%s overlaps w", outputs[k].name);
    }
  }
  return GK_SUCCESS;
}

/* Where the factors are made before anything is written. */
typedef struct NAME(scratch) {
  double *factors;
  T *rounded;
  NAME(balance) * balance;
} NAME(scratch);

static gk_status NAME(factor)(const char *function, NAME(separation) * s, double tolerance,
                              const NAME(scratch) * scratch, T *column, T *row, double *scale,
                              double *residual) {
  size_t start = 0;
  const gk_status status = NAME(find_largest)(function, s, &start);
  if (status != GK_SUCCESS) {
    return status;
  }
  s->column = scratch->factors;
  s->row = scratch->factors + s->rows;
  NAME(fit)(s, start);
  T *columns = scratch->rounded, *rows = scratch->rounded + s->rows;
  const double product = NAME(normalize)(scratch->balance, s->rows, s->column, columns) *
                         NAME(normalize)(scratch->balance, s->cols, s->row, rows);
  const double rest = NAME(difference)(s, product, columns, rows) / s->largest;
  if (!(rest <= tolerance)) {
    if (residual) {
      *residual = rest;
    }
    return gki_fail(GK_ERROR_DATA, function,
                    "w is not separable: it differs from a product by %g of its largest "
                    "weight, more than the tolerance %g",
                    rest, tolerance);
  }
  const double total = product / s->unit;
  if (!(fabs(total) <= DBL_MAX)) {
    return gki_fail(GK_ERROR_DATA, function,
                    "the scale, the sum of w, is more than a double can hold");
  }
  if (residual) {
    *residual = rest;
  }
  memcpy(column, columns, s->rows * sizeof(T));
  memcpy(row, rows, s->cols * sizeof(T));
  *scale = total;
  return GK_SUCCESS;
}

gk_status NAME(gk_weights_separate)(size_t rows, size_t cols, const T *w, size_t ldw,
                                    double tolerance, T *column, T *row, double *scale,
                                    double *residual) {
  NAME(separation) s = {.rows = rows, .cols = cols, .ldw = ldw, .w = w};
  gk_status status = NAME(check_separation)(__func__, &s, tolerance, column, row, scale, residual);
  if (status != GK_SUCCESS) {
    return status;
  }
  const size_t count = rows + cols; /* two arrays of them are in memory */
  const NAME(scratch) scratch = {gki_alloc(count, sizeof(double)), gki_alloc(count, sizeof(T)),
                                 gki_alloc(1, sizeof(NAME(balance)))};
  if (!scratch.factors || !scratch.rounded || !scratch.balance) {
    status = gki_fail_memory(__func__, count * (sizeof(double) + sizeof(T)));
  } else {
    status = NAME(factor)(__func__, &s, tolerance == 0.0 ? SEPARABLE : tolerance, &scratch, column,
                          row, scale, residual);
  }
  gki_free(scratch.balance);
  gki_free(scratch.rounded);
  gki_free(scratch.factors);
  return status;
}
