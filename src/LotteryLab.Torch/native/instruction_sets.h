// What kernels for several instruction sets share: sums and transposes of registers, and the choice of what this processor runs.
#pragma once
#include <cstdint>
#if defined(__x86_64__)
#include <immintrin.h>

#pragma GCC push_options
#pragma GCC target("avx2,fma")
inline float sum8(__m256 v) {
  __m128 four = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
  __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps(two, two, 1)));
}
#pragma GCC pop_options

#pragma GCC push_options
#pragma GCC target("avx512f,avx512dq,avx512vl,avx512bw,avx2,fma")
inline float sum16(__m512 v) { return sum8(_mm256_add_ps(_mm512_castps512_ps256(v), _mm512_extractf32x8_ps(v, 1))); }

// to[k * toStride + i] = rows[i][first + places[k]] for up to 16 units and 16 images; images beyond the last give zero.
inline void transpose16(const float* const* rows, int64_t first, int64_t images, const float* gate, int64_t gateStride, const int* places, int count,
                        float* to, int64_t toStride) {
  __m512 r[16], t[16];
  for (int i = 0; i < 16; i++) {
    if (i >= images) {
      r[i] = _mm512_setzero_ps();
    } else if (gate) {
      __mmask16 open = _mm512_cmp_ps_mask(_mm512_loadu_ps(gate + i * gateStride), _mm512_setzero_ps(), _CMP_GT_OQ);
      r[i] = _mm512_maskz_loadu_ps(open, rows[i] + first);
    } else {
      r[i] = _mm512_loadu_ps(rows[i] + first);
    }
  }
  for (int i = 0; i < 16; i += 2) {
    t[i] = _mm512_unpacklo_ps(r[i], r[i + 1]);
    t[i + 1] = _mm512_unpackhi_ps(r[i], r[i + 1]);
  }
  for (int i = 0; i < 16; i += 4) {
    for (int j = 0; j < 2; j++) {
      __m512d a = _mm512_castps_pd(t[i + j]), b = _mm512_castps_pd(t[i + j + 2]);
      r[i + 2 * j] = _mm512_castpd_ps(_mm512_unpacklo_pd(a, b));
      r[i + 2 * j + 1] = _mm512_castpd_ps(_mm512_unpackhi_pd(a, b));
    }
  }
  // r[4 q + c] holds, in its 128-bit part p, unit 4 p + c of images 4 q to 4 q + 3.
  for (int c = 0; c < 4; c++) {
    __m512 low = _mm512_shuffle_f32x4(r[c], r[4 + c], 0x88), high = _mm512_shuffle_f32x4(r[c], r[4 + c], 0xdd);
    __m512 low2 = _mm512_shuffle_f32x4(r[8 + c], r[12 + c], 0x88), high2 = _mm512_shuffle_f32x4(r[8 + c], r[12 + c], 0xdd);
    t[c] = _mm512_shuffle_f32x4(low, low2, 0x88);
    t[8 + c] = _mm512_shuffle_f32x4(low, low2, 0xdd);
    t[4 + c] = _mm512_shuffle_f32x4(high, high2, 0x88);
    t[12 + c] = _mm512_shuffle_f32x4(high, high2, 0xdd);
  }
  if (count == 16) {
    for (int k = 0; k < 16; k++) { _mm512_storeu_ps(to + k * toStride, t[k]); }
  } else {
    for (int k = 0; k < count; k++) { _mm512_storeu_ps(to + k * toStride, t[places[k]]); }
  }
}
#pragma GCC pop_options

template <class Table> const Table& chosenKernels(const Table& plain, const Table& eight, const Table& sixteen) {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw")) { return sixteen; }
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? eight : plain;
}
// The one of the tables of that name, in the namespaces that instruction_sets.inc makes, which belongs to this processor.
#define CHOSEN_KERNELS(table) chosenKernels(plain::table, avx2::table, avx512::table)
#else
#define CHOSEN_KERNELS(table) plain::table
#endif
