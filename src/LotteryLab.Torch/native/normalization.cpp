// Batch norm in training mode with the sum and the ReLU that follow it, as one differentiable function: two passes over the
// activations forward and two backward, where LibTorch's single operations take four and seven.
#include "activations.h"
#include <torch/csrc/autograd/custom_function.h>
#include <vector>

namespace {
using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

struct Choices {
  double momentum, epsilon;
  bool isRectified, hasAdded, hasScale;
};

struct Channels {
  int64_t count, rows;
  explicit Channels(const at::Tensor& x) : count(x.size(1)), rows(x.numel() / std::max<int64_t>(x.size(1), 1)) {}
};

struct NormalizedActivation : torch::autograd::Function<NormalizedActivation> {
  // LibTorch asks every argument for its device, so what is missing comes as an empty tensor.
  static Variable forward(AutogradContext* context, Variable x, Variable added, Variable scale, Variable shift, Variable runningMean, Variable runningVariance, Choices choices) {
    const Channels channels(x);
    auto perChannel = at::TensorOptions().dtype(at::kFloat);
    auto mean = at::empty({channels.count}, perChannel), deviation = at::empty({channels.count}, perChannel);
    std::vector<double> sum(2 * channels.count, 0.0);
    double* squares = sum.data() + channels.count;
    std::vector<float> by(2 * channels.count);
    float *m = mean.data_ptr<float>(), *inverse = deviation.data_ptr<float>(), *offset = by.data() + channels.count;
    auto y = at::empty_like(x);
    activations::withElements(x, [&](auto element) {
      using T = decltype(element);
      const auto& passes = activations::passes<T>();
      passes.moments(activations::memory<T>(x), channels.rows, channels.count, m, sum.data(), squares);
      const float* w = choices.hasScale ? scale.data_ptr<float>() : nullptr;
      const float* b = choices.hasScale ? shift.data_ptr<float>() : nullptr;
      const double rows = static_cast<double>(channels.rows);
      for (int64_t c = 0; c < channels.count; c++) {
        const double away = sum[c] / rows, variance = std::max(0.0, squares[c] / rows - away * away);
        const double centre = m[c] + away;
        update(runningMean, c, centre, choices.momentum);
        update(runningVariance, c, variance * rows / (rows - 1), choices.momentum);
        m[c] = static_cast<float>(centre);
        inverse[c] = static_cast<float>(1 / std::sqrt(variance + choices.epsilon));
        by[c] = inverse[c] * (w ? w[c] : 1.0f);
        offset[c] = (b ? b[c] : 0.0f) - m[c] * by[c];
      }
      passes.normalize(activations::memory<T>(x), choices.hasAdded ? activations::memory<T>(added) : nullptr, {by.data(), offset}, channels.rows, channels.count, choices.isRectified, activations::memory<T>(y));
    });
    context->saved_data["needs"] = static_cast<int64_t>(x.requires_grad() | (added.requires_grad() << 1) | (choices.isRectified << 2) | (choices.hasScale << 3));
    context->saved_data["epsilon"] = choices.epsilon;
    auto saved = variable_list{x, scale, mean, deviation};
    if (choices.isRectified) { saved.push_back(y); }
    context->save_for_backward(std::move(saved));
    return y;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const int64_t needs = context->saved_data["needs"].toInt();
    const bool needsX = needs & 1, needsAdded = needs & 2, isRectified = needs & 4, hasScale = needs & 8;
    auto saved = context->get_saved_variables();
    const auto &x = saved[0], &scale = saved[1], &mean = saved[2], &deviation = saved[3];
    if (at::GradMode::is_enabled()) { return differentiable(gradients[0], x, hasScale ? scale : at::Tensor(), mean, deviation, isRectified ? saved[4] : at::Tensor(), needsAdded, context->saved_data["epsilon"].toDouble()); }
    auto given = activations::alike(gradients[0], x);
    const Channels channels(x);
    std::vector<double> sum(2 * channels.count, 0.0);
    double* products = sum.data() + channels.count;
    std::vector<float> by(3 * channels.count);
    float *slope = by.data() + channels.count, *offset = slope + channels.count;
    at::Tensor through, ofX, ofScale, ofShift;
    if (needsAdded) { through = isRectified ? at::empty_like(x) : given; }
    if (hasScale) {
      ofScale = at::empty_like(scale);
      ofShift = at::empty_like(scale);
    }
    if (needsX) { ofX = at::empty_like(x); }
    activations::withElements(x, [&](auto element) {
      using T = decltype(element);
      const auto& passes = activations::passes<T>();
      const T *g = activations::memory<T>(given), *y = isRectified ? activations::memory<T>(saved[4]) : nullptr;
      const float *m = mean.data_ptr<float>(), *inverse = deviation.data_ptr<float>(), *w = hasScale ? scale.data_ptr<float>() : nullptr;
      T* open = isRectified ? activations::memory<T>(through) : nullptr;
      passes.gradientMoments(g, y, activations::memory<T>(x), m, channels.rows, channels.count, open, sum.data(), products);
      const double rows = static_cast<double>(channels.rows);
      for (int64_t c = 0; c < channels.count; c++) {
        if (hasScale) {
          ofScale.data_ptr<float>()[c] = static_cast<float>(products[c] * inverse[c]);
          ofShift.data_ptr<float>()[c] = static_cast<float>(sum[c]);
        }
        by[c] = inverse[c] * (w ? w[c] : 1.0f);
        slope[c] = static_cast<float>(-static_cast<double>(by[c]) * inverse[c] * inverse[c] * products[c] / rows);
        offset[c] = static_cast<float>(-by[c] * sum[c] / rows);
      }
      if (!needsX) { return; }
      // What got through is there already where somebody else needs it too.
      passes.gradient(open ? open : g, open ? nullptr : y, activations::memory<T>(x), {m, by.data(), slope, offset}, channels.rows, channels.count, activations::memory<T>(ofX));
    });
    return {ofX, through, ofScale, ofShift, at::Tensor(), at::Tensor(), at::Tensor()};
  }

 private:
  static void update(const at::Tensor& running, int64_t c, double value, double momentum) {
    auto& at = running.data_ptr<float>()[c];
    at = static_cast<float>((1 - momentum) * at + momentum * value);
  }

  // Whoever wants gradients of gradients gets them from LibTorch's own operations.
  static variable_list differentiable(at::Tensor given, const at::Tensor& x, const at::Tensor& scale, const at::Tensor& mean, const at::Tensor& deviation, const at::Tensor& y, bool needsAdded, double epsilon) {
    if (y.defined()) { given = given * y.detach().gt(0).to(given.scalar_type()); }
    auto parts = at::native_batch_norm_backward(given, x, scale, at::Tensor(), at::Tensor(), mean, deviation, true, epsilon, {true, scale.defined(), scale.defined()});
    return {std::get<0>(parts), needsAdded ? given : at::Tensor(), std::get<1>(parts), std::get<2>(parts), at::Tensor(), at::Tensor(), at::Tensor()};
  }
};

bool fits(const at::Tensor& t, int64_t channels) {
  return !t.defined() || (t.device().is_cpu() && t.scalar_type() == at::kFloat && t.is_contiguous() && t.numel() == channels);
}
}  // namespace

// Batch norm with the statistics of the batch, plus a tensor (null for none), with a ReLU or without. What the kernels cannot take goes through LibTorch's own operations.
LL int ll_normalized_activation(void* input, void* added, void* scale, void* shift, void* runningMean, void* runningVariance, double momentum, double epsilon, int32_t rectified, void** out) {
  return guarded([&] {
    auto x = borrow(input), a = borrow(added), w = borrow(scale), b = borrow(shift), mean = borrow(runningMean), variance = borrow(runningVariance);
    const bool isRows = activations::isOnCpu(x) && (activations::hasRowsOfPixels(x) || (x.dim() == 2 && x.is_contiguous()));
    const bool fitsAll = isRows && x.numel() > x.size(1) && w.defined() == b.defined() && mean.defined() && variance.defined() && fits(w, x.size(1)) && fits(b, x.size(1)) &&
                         fits(mean, x.size(1)) && fits(variance, x.size(1)) && (!a.defined() || (a.scalar_type() == x.scalar_type() && a.device().is_cpu() && a.sizes() == x.sizes()));
    if (fitsAll) {
      auto none = at::empty({0}, x.options().dtype(at::kFloat));
      *out = give(NormalizedActivation::apply(x, a.defined() ? activations::alike(a, x) : none, w.defined() ? w : none, b.defined() ? b : none, mean, variance,
        Choices{momentum, epsilon, rectified != 0, a.defined(), w.defined()}));
      return;
    }
    auto y = at::batch_norm(x, w, b, mean, variance, true, momentum, epsilon, true);
    if (a.defined()) { y = y + a; }
    *out = give(rectified ? at::relu(y) : y);
  });
}
