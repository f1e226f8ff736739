// What the fused layers share: when their kernels can be used, and the memory of a tensor as the kernels see it.
#pragma once
#include "activation_kernels.h"
#include "shim.h"

namespace activations {
inline bool isOnCpu(const at::Tensor& t) { return t.device().is_cpu() && (t.scalar_type() == at::kFloat || t.scalar_type() == at::kBFloat16); }

// [images, channels, height, width] with the channels closest together: rows are pixels.
inline bool hasRowsOfPixels(const at::Tensor& t) { return t.dim() == 4 && t.is_contiguous(at::MemoryFormat::ChannelsLast); }

inline at::Tensor alike(const at::Tensor& t, const at::Tensor& pattern) {
  return t.to(pattern.scalar_type()).contiguous(pattern.dim() == 4 ? at::MemoryFormat::ChannelsLast : at::MemoryFormat::Contiguous);
}

template <class T> T* memory(const at::Tensor& t) { return t.defined() ? static_cast<T*>(t.data_ptr()) : nullptr; }

// Calls body with a value of the kernels' type for the elements of t.
template <class F> void withElements(const at::Tensor& t, F&& body) {
  if (t.scalar_type() == at::kFloat) { body(float{}); } else { body(Brain{}); }
}
}  // namespace activations
