#include "sparse_kernels.h"
#include "instruction_sets.h"

namespace sparse {
namespace {
#define KERNEL_FILE "sparse_kernels.inc"
#include "instruction_sets.inc"
}  // namespace

const Kernels& kernels() {
  static const Kernels& chosen = CHOSEN_KERNELS(table);
  return chosen;
}
}  // namespace sparse
