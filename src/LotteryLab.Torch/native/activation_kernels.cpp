#include "activation_kernels.h"
#include <algorithm>

namespace activations {
namespace {
#define KERNELS plain
#define VL 4
#include "activation_kernels.inc"

#if defined(__x86_64__)
#pragma GCC push_options
#pragma GCC target("avx2,fma")
#define KERNELS avx2
#define VL 8
#include "activation_kernels.inc"
#pragma GCC pop_options

#pragma GCC push_options
#pragma GCC target("avx512f,avx512dq,avx512vl,avx512bw,avx2,fma")
#define KERNELS avx512
#define VL 16
#include "activation_kernels.inc"
#pragma GCC pop_options
#endif

template <class T> const Passes<T>& chosen(const Passes<T>& plain, const Passes<T>& eight, const Passes<T>& sixteen) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw")) { return sixteen; }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) { return eight; }
#endif
  return plain;
}
}  // namespace

#if defined(__x86_64__)
#define ACTIVATION_TABLE(name) chosen(plain::name, avx2::name, avx512::name)
#else
#define ACTIVATION_TABLE(name) chosen(plain::name, plain::name, plain::name)
#endif
template <> const Passes<float>& passes<float>() {
  static const auto& table = ACTIVATION_TABLE(ofFloats);
  return table;
}
template <> const Passes<Brain>& passes<Brain>() {
  static const auto& table = ACTIVATION_TABLE(ofBrains);
  return table;
}
}  // namespace activations
