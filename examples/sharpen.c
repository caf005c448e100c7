/* Unsharp masking of a picture in colour: the picture plus what a blur takes from it, as a PPM
 * picture on the standard output; and the picture's pyramid, each level half as large. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <gausskern/gausskern.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { WIDTH = 64, HEIGHT = 48, CHANNELS = 3, LEVELS = 3 };

/* A disk on a plain ground. */
static void draw(uint8_t *pixels) {
  static const uint8_t disk[] = {200, 120, 40}, ground[] = {60, 90, 120};
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++) {
      const int inside = (x - 32) * (x - 32) + (y - 24) * (y - 24) < 15 * 15;
      memcpy(pixels + (y * WIDTH + x) * CHANNELS, inside ? disk : ground, CHANNELS);
    }
}

static gk_status sharpen(uint8_t *pixels, double amount) {
  static float blurred[HEIGHT * WIDTH * CHANNELS];
  /* The axes x, y, channel; the last has no sigma, which keeps the colours apart. */
  const gk_array in = GK_IMAGE(GK_TYPE_U8, pixels, WIDTH, HEIGHT, CHANNELS);
  const gk_array out = GK_IMAGE(GK_TYPE_F32, blurred, WIDTH, HEIGHT, CHANNELS);
  const gk_filter_spec blur = GK_FILTER_2D(2.0);
  const gk_status status = gk_filter(&in, &blur, &out, NULL);
  for (int i = 0; i < HEIGHT * WIDTH * CHANNELS && status == GK_SUCCESS; i++) {
    const double value = pixels[i] + amount * (pixels[i] - (double)blurred[i]);
    pixels[i] = (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value + 0.5);
  }
  return status;
}

/* Every second pixel of a blurred picture, again and again; tells the middle row's red. */
static gk_status shrink(const uint8_t *pixels) {
  static uint8_t level[HEIGHT * WIDTH * CHANNELS], smaller[HEIGHT * WIDTH * CHANNELS];
  memcpy(level, pixels, sizeof level);
  int width = WIDTH, height = HEIGHT;
  for (int l = 1; l < LEVELS; l++) {
    gk_filter_spec half = GK_FILTER_2D(1.0);
    half.stride[0] = half.stride[1] = 2;
    const gk_array in = GK_IMAGE(GK_TYPE_U8, level, width, height, CHANNELS);
    width = (width + 1) / 2, height = (height + 1) / 2;
    const gk_array out = GK_IMAGE(GK_TYPE_U8, smaller, width, height, CHANNELS);
    const gk_status status = gk_filter(&in, &half, &out, NULL);
    if (status != GK_SUCCESS)
      return status;
    memcpy(level, smaller, sizeof level);
  }
  fprintf(stderr, "%d x %d:", width, height);
  for (int x = 0; x < width; x++)
    fprintf(stderr, " %d", level[(height / 2 * width + x) * CHANNELS]);
  fprintf(stderr, "\n");
  return GK_SUCCESS;
}

int main(void) {
  static uint8_t pixels[HEIGHT * WIDTH * CHANNELS];
  draw(pixels);
  if (shrink(pixels) != GK_SUCCESS || sharpen(pixels, 1.0) != GK_SUCCESS)
    return fprintf(stderr, "%s\n", gk_error_message()), 1;
  printf("P3\n%d %d\n255\n", WIDTH, HEIGHT);
  for (int i = 0; i < HEIGHT * WIDTH * CHANNELS; i++)
    printf("%d%c", pixels[i], i % (WIDTH * CHANNELS) == WIDTH * CHANNELS - 1 ? '\n' : ' ');
}
