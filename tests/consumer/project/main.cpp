// SPDX-License-Identifier: BSD-3-Clause
#include <gausskern/gausskern.h>

#include <cmath>
#include <iostream>
#include <string>
#include <vector>

// The initialisers of weights take numbers of any type, also in C++, where braces do not narrow.
static bool weights_are_made() {
  int size = 3, sigma = 2;
  const float narrow = 0.5f;
  gk_weights_spec spec = GK_WEIGHTS_2D(size, sigma);
  std::vector<double> w(9);
  if (gk_weights_f64(&spec, w.data()) != GK_SUCCESS) {
    return false;
  }
  // Beside the middle it is exp(-1/2 / 4) of the middle.
  const bool good = std::abs(w[3] / w[4] - 0.88249690258459540) < 1e-15 && w[3] == w[1];
  spec = gk_weights_spec GK_WEIGHTS_1D(size, narrow);
  gk_weights_spec cube = GK_WEIGHTS_3D(size + 2, size - 1);
  return good && spec.size[0] == 3 && spec.sigma[0] == 0.5 && cube.size[2] == 5 &&
         cube.sigma[2] == 2;
}

// So do those of arrays and filters.
static bool images_are_filtered() {
  int width = 6;
  const long height = 4;
  std::vector<unsigned char> pixels(6 * 4 * 3, 200);
  gk_array image = GK_IMAGE(GK_TYPE_U8, pixels.data(), width, height, 3);
  gk_filter_spec blur = GK_FILTER_2D(2);
  if (gk_filter(&image, &blur, &image, nullptr) != GK_SUCCESS || pixels[71] != 200) {
    return false;
  }
  const float narrow = 0.5f;
  const double line[] = {0, 0, 1, 0, 0};
  double out[5];
  const gk_array from = GK_ARRAY_1D(GK_TYPE_F64, line, 5), to = GK_ARRAY_1D(GK_TYPE_F64, out, 5);
  blur = gk_filter_spec GK_FILTER_1D(narrow);
  gk_filter_choice choice = GK_FILTER_CHOICE_INIT;
  if (gk_filter_explain(&from, &blur, &to, 0, &choice) != GK_SUCCESS || choice.radius < 2 ||
      gk_filter(&from, &blur, &to, nullptr) != GK_SUCCESS) {
    return false;
  }
  // Beside the middle it is exp(-1/2 / 0.25) of the middle.
  return std::abs(out[1] / out[2] - 0.13533528323661269) < 1e-8 && out[1] == out[3];
}

int main() {
  if (!weights_are_made() || !images_are_filtered()) {
    return 1;
  }
  const std::vector<float> x = {0, 0, 3, 4};
  std::vector<float> k(4);
  gk_rbf rbf = GK_RBF_INIT;
  gk_options options = GK_OPTIONS_INIT;
  options.threads = 1;
  if (gk_gamma_from_sigma(5, &rbf.gamma) != GK_SUCCESS ||
      gk_gram_f32(2, 2, x.data(), 2, &rbf, k.data(), 2, &options) != GK_SUCCESS) {
    std::cerr << gk_error_message() << '\n';
    return 1;
  }
  std::cout << k[0] << ' ' << k[1] << ' ' << k[2] << ' ' << k[3] << '\n';
  if (std::string(gk_version()) != GK_VERSION_STRING) {
    return 1;
  }
  // The distance is sigma, so the kernel is exp(-1/2).
  return k[0] == 1 && k[3] == 1 && k[1] == k[2] && std::abs(k[1] - 0.60653066f) < 1e-6f ? 0 : 1;
}
