#include "dense_kernels.h"
#include "instruction_sets.h"

namespace dense {
namespace {
#define KERNEL_FILE "dense_kernels.inc"
#include "instruction_sets.inc"
}  // namespace

const Kernels& kernels() {
  static const Kernels& chosen = CHOSEN_KERNELS(table);
  return chosen;
}
}  // namespace dense
