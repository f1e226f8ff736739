// Max pooling over windows that neither overlap nor reach beyond the image, with the ReLU before it, as one differentiable
// function: the places of the largest values, a byte each, are all that the way back needs.
#include "activations.h"
#include <torch/csrc/autograd/custom_function.h>
#include <vector>

namespace {
using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

// [images, channels, rows, columns] of the result; a row of windows is turned on its way when the result is row-major.
template <class T> void turn(const T* pixels, int64_t channels, int64_t columns, int64_t stride, T* out) {
  for (int64_t c = 0; c < channels; c++) {
    for (int64_t w = 0; w < columns; w++) { out[c * stride + w] = pixels[w * channels + c]; }
  }
}

template <class T> void turnBack(const T* from, int64_t channels, int64_t columns, int64_t stride, T* pixels) {
  for (int64_t c = 0; c < channels; c++) {
    for (int64_t w = 0; w < columns; w++) { pixels[w * channels + c] = from[c * stride + w]; }
  }
}

struct LargestOfWindows : torch::autograd::Function<LargestOfWindows> {
  static Variable forward(AutogradContext* context, Variable x, int64_t size, bool rectified, bool rowMajor) {
    const int64_t images = x.size(0), channels = x.size(1), height = x.size(2), width = x.size(3), rows = height / size, columns = width / size;
    auto y = at::empty({images, channels, rows, columns}, x.options(), rowMajor ? at::MemoryFormat::Contiguous : at::MemoryFormat::ChannelsLast);
    auto places = at::empty({images, rows, columns, channels}, x.options().dtype(at::kByte));
    activations::withElements(x, [&](auto element) {
      using T = decltype(element);
      const auto& passes = activations::passes<T>();
      const T* from = activations::memory<T>(x);
      T* to = activations::memory<T>(y);
      const int64_t line = columns * channels;
      std::vector<T> pixels(rowMajor ? line : 0);
      for (int64_t n = 0; n < images; n++) {
        for (int64_t r = 0; r < rows; r++) {
          T* target = rowMajor ? pixels.data() : to + (n * rows + r) * line;
          passes.pool(from + (n * height + r * size) * width * channels, width, channels, size, columns, rectified, target, places.data_ptr<uint8_t>() + (n * rows + r) * line);
          if (rowMajor) { turn(target, channels, columns, rows * columns, to + (n * channels * rows + r) * columns); }
        }
      }
    });
    context->saved_data["shape"] = std::vector<int64_t>{height, width, size, rowMajor};
    context->save_for_backward({places});
    return y;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    auto shape = context->saved_data["shape"].toIntVector();
    const int64_t height = shape[0], width = shape[1], size = shape[2];
    const bool rowMajor = shape[3];
    auto places = context->get_saved_variables()[0];
    const auto& given = gradients[0];
    if (at::GradMode::is_enabled()) { return {differentiable(given, places, height, width, size), at::Tensor(), at::Tensor(), at::Tensor()}; }
    const int64_t images = given.size(0), channels = given.size(1), rows = given.size(2), columns = given.size(3);
    auto g = given.contiguous(rowMajor ? at::MemoryFormat::Contiguous : at::MemoryFormat::ChannelsLast);
    auto out = at::empty({images, channels, height, width}, given.options(), at::MemoryFormat::ChannelsLast);
    if (rows * size != height || columns * size != width) { out.zero_(); }
    activations::withElements(g, [&](auto element) {
      using T = decltype(element);
      const auto& passes = activations::passes<T>();
      const int64_t line = columns * channels;
      std::vector<T> pixels(rowMajor ? line : 0);
      for (int64_t n = 0; n < images; n++) {
        for (int64_t r = 0; r < rows; r++) {
          const T* from = activations::memory<T>(g) + (rowMajor ? (n * channels * rows + r) * columns : (n * rows + r) * line);
          if (rowMajor) { turnBack(from, channels, columns, rows * columns, pixels.data()); }
          passes.spread(rowMajor ? pixels.data() : from, places.data_ptr<uint8_t>() + (n * rows + r) * line, width, channels, size, columns,
            activations::memory<T>(out) + (n * height + r * size) * width * channels);
        }
      }
    });
    return {out, at::Tensor(), at::Tensor(), at::Tensor()};
  }

 private:
  // Whoever wants gradients of gradients gets them from LibTorch's own operations: the gradient, once for each place in the window.
  static at::Tensor differentiable(const at::Tensor& given, const at::Tensor& places, int64_t height, int64_t width, int64_t size) {
    auto where = places.permute({0, 3, 1, 2});
    std::vector<at::Tensor> lines;
    for (int64_t i = 0; i < size; i++) {
      std::vector<at::Tensor> line;
      for (int64_t j = 0; j < size; j++) { line.push_back(given * where.eq(i * size + j).to(given.scalar_type())); }
      lines.push_back(at::stack(line, -1).flatten(3));
    }
    auto whole = at::stack(lines, 3).flatten(2, 3);
    return at::constant_pad_nd(whole, {0, width - whole.size(3), 0, height - whole.size(2)});
  }
};
}  // namespace

// Square windows side by side; rectified cuts negative values; rowMajor lays the result out for a layer that flattens it.
// What the kernels cannot take goes through LibTorch's own operations.
LL int ll_largest_of_windows(void* input, int64_t size, int32_t rectified, int32_t rowMajor, void** out) {
  return guarded([&] {
    auto x = borrow(input);
    if (activations::isOnCpu(x) && activations::hasRowsOfPixels(x) && size >= 1 && size * size < activations::kNowhere && x.size(2) >= size && x.size(3) >= size) {
      *out = give(LargestOfWindows::apply(x, size, rectified != 0, rowMajor != 0));
      return;
    }
    *out = give(at::max_pool2d(rectified ? at::relu(x) : x, {size, size}, {size, size}));
  });
}
