// Which library multiplies float32 matrices of the CPU: oneDNN where it is found, unless LibTorch's own products are asked for.
#pragma once
#include "shim.h"

namespace products {
// Whether oneDNN is there and has not been switched off.
bool usesOneDnn();

// A matrix in memory; one of the strides (in floats) is 1.
struct Matrix {
  float* data;
  int64_t rows, columns, rowStride, columnStride;

  Matrix transposed() const { return {data, columns, rows, columnStride, rowStride}; }
};

// Whether a float32 tensor of the CPU is a plain matrix that Matrix can describe.
bool fits(const at::Tensor& tensor);
Matrix of(const at::Tensor& tensor);

// to = left x right by oneDNN, with the calling thread's OpenMP threads. What to held before does not matter.
void multiply(const Matrix& left, const Matrix& right, const Matrix& to);

// left x right, differentiable any number of times, by the chosen library.
at::Tensor product(const at::Tensor& left, const at::Tensor& right);
}  // namespace products
