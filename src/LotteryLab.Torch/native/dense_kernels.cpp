#include "dense_kernels.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace dense {
namespace {
#define KERNELS plain
#define VL 4
#define HSUM(v) ((v)[0] + (v)[1] + ((v)[2] + (v)[3]))
#include "dense_kernels.inc"

#if defined(__x86_64__)
#pragma GCC push_options
#pragma GCC target("avx2,fma")
inline float sum8(__m256 v) {
  __m128 four = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
  __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps(two, two, 1)));
}
#define KERNELS avx2
#define VL 8
#define HSUM(v) sum8((__m256)(v))
#include "dense_kernels.inc"
#pragma GCC pop_options

#pragma GCC push_options
#pragma GCC target("avx512f,avx512dq,avx512vl,avx512bw,avx2,fma")
inline float sum16(__m512 v) { return sum8(_mm256_add_ps(_mm512_castps512_ps256(v), _mm512_extractf32x8_ps(v, 1))); }
#include "transpose16.inc"
#define KERNELS avx512
#define VL 16
#define HSUM(v) sum16((__m512)(v))
#define TRANSPOSE transpose16
#include "dense_kernels.inc"
#pragma GCC pop_options
#endif
}  // namespace

const Kernels& kernels() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  static const Kernels& chosen =
      __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") ? avx512::table
      : __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? avx2::table
                                                                         : plain::table;
  return chosen;
#else
  return plain::table;
#endif
}
}  // namespace dense
