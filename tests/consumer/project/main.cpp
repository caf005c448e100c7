// SPDX-License-Identifier: BSD-3-Clause
#include <gausskern/gausskern.h>

#include <cmath>
#include <iostream>
#include <string>
#include <vector>

int main() {
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
