// Arithmetic of fully connected layers with few kept weights, without LibTorch: plain arrays in, plain arrays out.
// Activations lie in panels: up to kPanel images side by side, each unit a row of that many floats, so that one kept
// weight is one multiply-add over contiguous memory. The last panel is as wide as it must be, rounded up to kLanes;
// lanes without an image hold zero. Sums are taken in an order that depends on the pattern and the batch alone.
#pragma once
#include <cstdint>

namespace sparse {
constexpr int64_t kPanel = 64;
constexpr int64_t kLanes = 16;

inline int64_t padded(int64_t batch) { return (batch + kLanes - 1) / kLanes * kLanes; }

// Kept weights by output (rows of the matrix) and by input; only inputs with a kept weight count as columns.
struct Layout {
  int64_t rows, columns;
  const int32_t* rowStart;     // [rows + 1]
  const int32_t* column;       // [kept], ascending within a row
  const int32_t* columnStart;  // [columns + 1]
  const int32_t* rowOf;        // [kept], by column
  const int32_t* valueOf;      // [kept], by column: position of the value
};

struct Kernels {
  int lanes;  // floats of a register

  // Panel of a matrix [images, units]: strides in floats; unitOf null takes all units in order, of
  // which there are available. With gate (a matrix of
  // the same kind), entries where it is not positive become zero: the derivative of a ReLU. imageOf names the images to
  // take from a larger matrix; null takes them in order.
  void (*pack)(const float* from, const int64_t* imageOf, int64_t imageStride, int64_t unitStride, const int32_t* unitOf, int64_t units, int64_t available, int64_t images,
               int64_t width, const float* gate, int64_t gateImageStride, int64_t gateUnitStride, float* panel);
  // out[row * outStride + image] = bias + sum of values times inputs, cut at zero when rectified.
  void (*forward)(const Layout& layout, const float* values, const float* bias, const float* inputs, int64_t images, int64_t width,
                  bool rectified, float* out, int64_t outStride);
  // Adds to the gradients of the kept values and of the biases (null for none).
  void (*backwardValues)(const Layout& layout, const float* inputs, const float* gradients, int64_t width, float* values, float* bias);
  // Writes the gradients of the used inputs: out[unitOf[column] * outStride + image].
  void (*backwardInputs)(const Layout& layout, const float* values, const float* gradients, int64_t images, int64_t width,
                         const int32_t* unitOf, float* out, int64_t outStride);
};

// The widest kernels that this processor runs.
const Kernels& kernels();
}  // namespace sparse
