#include "activation_kernels.h"
#include "instruction_sets.h"
#include <algorithm>

namespace activations {
namespace {
#define KERNEL_FILE "activation_kernels.inc"
#include "instruction_sets.inc"
}  // namespace

template <> const Passes<float>& passes<float>() {
  static const auto& chosen = CHOSEN_KERNELS(ofFloats);
  return chosen;
}
template <> const Passes<Brain>& passes<Brain>() {
  static const auto& chosen = CHOSEN_KERNELS(ofBrains);
  return chosen;
}
}  // namespace activations
