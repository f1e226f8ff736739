// Passes over activations whose channels lie closest together: batch norm with what follows it, and max pooling. Matrices are
// [rows][channels]; a sum has one order that depends on its shape alone, so it gives the same bits with any number of threads.
#pragma once
#include <cstdint>

namespace activations {
// The 16 upper bits of a float.
struct Brain { uint16_t bits; };

// What a pass over batch-normalised activations needs to know of each channel; all arrays hold one float a channel.
struct Affine { const float *factor, *offset; };
struct Gradient { const float *mean, *factor, *slope, *offset; };

template <class T> struct Passes {
  // sum and squares of x - pivot, in double precision; pivot is set to the mean of the first rows.
  void (*moments)(const T* x, int64_t rows, int64_t channels, float* pivot, double* sum, double* squares);
  // y = x * factor + offset [+ added], [negative ones as zero].
  void (*normalize)(const T* x, const T* added, Affine by, int64_t rows, int64_t channels, bool rectified, T* y);
  // Sums of g and of g * (x - mean), where g is the gradient that gets through the ReLU (y null: there is none); through, when it is not null, takes g.
  void (*gradientMoments)(const T* given, const T* y, const T* x, const float* mean, int64_t rows, int64_t channels, T* through, double* sum, double* products);
  // out = g * factor + (x - mean) * slope + offset.
  void (*gradient)(const T* given, const T* y, const T* x, Gradient by, int64_t rows, int64_t channels, T* out);
  // Largest value of each square window and its place in it, for one row of windows: kNowhere where a ReLU gives no gradient.
  void (*pool)(const T* x, int64_t width, int64_t channels, int64_t size, int64_t windows, bool rectified, T* out, uint8_t* place);
  // The other way: every value of one row of windows.
  void (*spread)(const T* given, const uint8_t* place, int64_t width, int64_t channels, int64_t size, int64_t windows, T* out);
};

constexpr uint8_t kNowhere = 255;

template <class T> const Passes<T>& passes();
}  // namespace activations
