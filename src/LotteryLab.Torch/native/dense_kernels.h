// What a fully connected layer does besides its matrix products, without LibTorch. "By unit" is a matrix [images, units]
// whose images of one unit lie side by side: a row of images for each unit, rows a stride of floats apart.
#pragma once
#include <cstdint>

namespace dense {
// Rows of a transposed matrix are rounded up to this many floats; what lies between may be overwritten.
constexpr int64_t kRow = 16;

inline int64_t padded(int64_t count) { return (count + kRow - 1) / kRow * kRow; }

struct Kernels {
  // to[column * toStride + row] = from[row * fromStride + column]; toStride is at least padded(rows).
  void (*transpose)(const float* from, int64_t fromStride, int64_t rows, int64_t columns, float* to, int64_t toStride);

  // Adds each unit's bias (null for none) in place, and cuts at zero when rectified. By unit.
  void (*finish)(float* out, int64_t stride, int64_t units, int64_t images, const float* bias, bool rectified);

  // The gradient where the output of a ReLU was positive, else zero (null output: everywhere), and its sums over the
  // images (null for none). All by unit; to may be the gradient itself, and null where only the sums are wanted.
  void (*gate)(const float* gradient, int64_t gradientStride, const float* output, int64_t outputStride, int64_t units, int64_t images,
               float* to, int64_t toStride, float* sums);

  // Sums over the rows of a row-major matrix, row after row.
  void (*sumRows)(const float* from, int64_t stride, int64_t rows, int64_t columns, float* sums);
};

// The widest kernels that this processor runs.
const Kernels& kernels();
}  // namespace dense
