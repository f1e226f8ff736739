// Pixels looked up in a table of what each of the 256 byte values becomes, 64 at a time where the processor looks bytes up
// in registers (AVX-512 VBMI): the table lies there as four tables of one byte each.
#include "shim.h"
#if defined(__x86_64__)
#include <immintrin.h>

namespace {
__attribute__((target("avx512f,avx512bw,avx512vbmi"))) int64_t lookUp(const uint8_t* values, int64_t count, const uint8_t* planes, float* to) {
  __m512i table[4][4];
  for (int plane = 0; plane < 4; plane++) {
    for (int part = 0; part < 4; part++) { table[plane][part] = _mm512_loadu_si512(planes + plane * 256 + part * 64); }
  }
  // Unpacking works within quarters of a register. With the groups of four pixels in this order, its results are 16 pixels in a row each.
  const __m512i order = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  int64_t i = 0;
  for (; i + 64 <= count; i += 64) {
    const __m512i pixels = _mm512_permutexvar_epi32(order, _mm512_loadu_si512(values + i));
    const __mmask64 high = _mm512_movepi8_mask(pixels);
    __m512i bytes[4];
    for (int plane = 0; plane < 4; plane++) {
      bytes[plane] = _mm512_mask_blend_epi8(high, _mm512_permutex2var_epi8(table[plane][0], pixels, table[plane][1]),
                                            _mm512_permutex2var_epi8(table[plane][2], pixels, table[plane][3]));
    }
    const __m512i lowFront = _mm512_unpacklo_epi8(bytes[0], bytes[1]), highFront = _mm512_unpackhi_epi8(bytes[0], bytes[1]);
    const __m512i lowBack = _mm512_unpacklo_epi8(bytes[2], bytes[3]), highBack = _mm512_unpackhi_epi8(bytes[2], bytes[3]);
    _mm512_storeu_si512(to + i, _mm512_unpacklo_epi16(lowFront, lowBack));
    _mm512_storeu_si512(to + i + 16, _mm512_unpackhi_epi16(lowFront, lowBack));
    _mm512_storeu_si512(to + i + 32, _mm512_unpacklo_epi16(highFront, highBack));
    _mm512_storeu_si512(to + i + 48, _mm512_unpackhi_epi16(highFront, highBack));
  }
  return i;
}
}  // namespace
#endif

LL int32_t ll_looks_up() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi");
#else
  return 0;
#endif
}

// planes: all first bytes of the 256 floats, then all second ones, and so on. The result is how many values were looked up: all but the last few.
LL int64_t ll_look_up(const uint8_t* values, int64_t count, const uint8_t* planes, float* to) {
#if defined(__x86_64__)
  return lookUp(values, count, planes, to);
#else
  return 0;
#endif
}
