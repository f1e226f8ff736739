// A fully connected layer, with the ReLU behind it when there is one, as one differentiable function over oneDNN's products.
// Outputs of rectified layers lie by unit (see dense_kernels.h): the next layer multiplies its weights with them as they
// are, and so are their gradients. With one thread the order of all sums depends on the shapes alone.
#include "dense_kernels.h"
#include "products.h"
#include <ATen/autocast_mode.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/custom_function.h>
#include <algorithm>

namespace {
using products::Matrix;
using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

// Images that are turned at a time: their transpose stays in a core's second-level cache (784 inputs: 400 kB).
constexpr int64_t kBlock = 128;

// Below this many outputs a product costs too little to pay for turning its input.
constexpr int64_t kFewOutputs = 64;

bool isByUnit(const at::Tensor& t) { return t.stride(0) == 1 && t.stride(1) >= t.size(0) && t.stride(1) != 1; }

at::Tensor byUnit(int64_t images, int64_t units, const at::TensorOptions& options) { return at::empty_strided({images, units}, {1, images}, options); }

// out = input x weight^T, both by unit; row-major images are turned block by block.
void multiplyByUnit(const at::Tensor& input, const at::Tensor& weight, const Matrix& out) {
  const auto w = products::of(weight), x = products::of(input);
  if (isByUnit(input) || weight.size(0) < kFewOutputs) {
    products::multiply(x, w.transposed(), out);
    return;
  }
  const int64_t block = std::min(kBlock, x.rows), stride = dense::padded(block);
  auto turned = at::empty({x.columns * stride}, input.options());
  for (int64_t first = 0; first < x.rows; first += block) {
    const int64_t count = std::min(block, x.rows - first);
    dense::kernels().transpose(x.data + first * x.rowStride, x.rowStride, count, x.columns, turned.data_ptr<float>(), stride);
    products::multiply({turned.data_ptr<float>(), count, x.columns, 1, stride}, w.transposed(), {out.data + first, count, out.columns, 1, out.columnStride});
  }
}

at::Tensor forwardOnly(const at::Tensor& input, const at::Tensor& weight, const at::Tensor& bias, bool rectified) {
  const int64_t images = input.size(0), units = weight.size(0);
  const float* add = bias.numel() > 0 ? bias.data_ptr<float>() : nullptr;
  auto out = byUnit(images, units, input.options());
  multiplyByUnit(input, weight, products::of(out));
  dense::kernels().finish(out.data_ptr<float>(), images, units, images, add, rectified);
  // Whoever reads the outputs of a layer without a ReLU (losses, norms, people) expects rows.
  return rectified ? out : out.contiguous();
}

struct FusedLinear : torch::autograd::Function<FusedLinear> {
  static Variable forward(AutogradContext* context, Variable input, Variable weight, Variable bias, bool rectified) {
    auto out = forwardOnly(input, weight, bias, rectified);
    context->saved_data["bias"] = bias.numel() > 0;
    context->save_for_backward(rectified ? variable_list{input, weight, out} : variable_list{input, weight});
    return out;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto& input = saved[0];
    const auto& weight = saved[1];
    const at::Tensor out = saved.size() > 2 ? saved[2] : at::Tensor();
    const bool hasBias = context->saved_data["bias"].toBool() && context->needs_input_grad(2);
    if (c10::GradMode::is_enabled()) {
      // Somebody differentiates again: everything in operations that know how.
      auto gated = out.defined() ? at::threshold_backward(gradients[0], out, 0) : gradients[0];
      return {context->needs_input_grad(0) ? products::product(gated, weight) : Variable(),
              context->needs_input_grad(1) ? products::product(gated.t(), input) : Variable(), hasBias ? gated.sum(0) : Variable(), Variable()};
    }

    const auto& k = dense::kernels();
    const int64_t images = input.size(0), units = weight.size(0);
    auto given = products::fits(gradients[0]) ? gradients[0] : gradients[0].contiguous();
    auto ofBias = hasBias ? at::empty({units}, weight.options()) : at::Tensor();
    float* sums = hasBias ? ofBias.data_ptr<float>() : nullptr;
    at::Tensor gated;
    Matrix g = products::of(given);
    if (out.defined()) {
      const bool turns = !isByUnit(given);
      const int64_t stride = turns ? dense::padded(images) : images;
      gated = at::empty({units * stride}, given.options());
      float* to = gated.data_ptr<float>();
      if (turns) { k.transpose(g.data, g.rowStride, images, units, to, stride); }
      k.gate(turns ? to : g.data, turns ? stride : g.columnStride, out.data_ptr<float>(), out.stride(1), units, images, to, stride, sums);
      g = {to, images, units, 1, stride};
    } else if (sums && isByUnit(given)) {
      k.gate(g.data, g.columnStride, nullptr, 0, units, images, nullptr, 0, sums);
    } else if (sums) {
      k.sumRows(g.data, g.rowStride, images, units, sums);
    }

    at::Tensor ofInput, ofWeight;
    if (context->needs_input_grad(1)) {
      ofWeight = at::empty({units, input.size(1)}, weight.options());
      products::multiply(g.transposed(), products::of(input), products::of(ofWeight));
    }
    if (context->needs_input_grad(0)) {
      ofInput = isByUnit(input) ? byUnit(images, input.size(1), input.options()) : at::empty({images, input.size(1)}, input.options());
      products::multiply(g, products::of(weight), products::of(ofInput));
    }
    return {ofInput, ofWeight, ofBias, Variable()};
  }
};

bool isPlain(const at::Tensor& input, const at::Tensor& weight, const at::Tensor& bias) {
  return products::usesOneDnn() && !at::autocast::is_cpu_enabled() && products::fits(weight) && input.device().is_cpu() && input.scalar_type() == at::kFloat
    && input.layout() == at::kStrided && input.dim() == 2 && input.size(1) == weight.size(1) && input.numel() > 0 && weight.numel() > 0
    && (!bias.defined() || (bias.device().is_cpu() && bias.scalar_type() == at::kFloat && bias.dim() == 1 && bias.is_contiguous() && bias.numel() == weight.size(0)));
}
}  // namespace

LL int ll_linear(void* inputHandle, void* weightHandle, void* biasHandle, int32_t rectified, void** result) {
  return guarded([&] {
    auto input = borrow(inputHandle), weight = borrow(weightHandle), bias = borrow(biasHandle);
    if (!isPlain(input, weight, bias)) {
      auto out = at::linear(input, weight, bias);
      *result = give(rectified ? at::relu_(out) : out);
      return;
    }
    if (!products::fits(input)) { input = input.contiguous(); }
    const bool records = c10::GradMode::is_enabled() && (input.requires_grad() || weight.requires_grad() || (bias.defined() && bias.requires_grad()));
    // LibTorch asks every argument for its device, so a missing bias comes as an empty one.
    if (!bias.defined()) { bias = at::empty({0}, weight.options()); }
    *result = give(records ? FusedLinear::apply(input, weight, bias, rectified != 0) : forwardOnly(input, weight, bias, rectified != 0));
  });
}
