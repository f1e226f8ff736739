// The mean cross-entropy of small batches of scores with its gradient in one function, and what an evaluation counts.
#include "shim.h"
#include <ATen/autocast_mode.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/custom_function.h>
#include <cmath>

namespace {
using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

// Scores [images, classes] in rows or any other strides, float32 on the CPU, with a class for each image.
bool isPlain(const at::Tensor& scores, const at::Tensor& classes) {
  if (!scores.device().is_cpu() || scores.scalar_type() != at::kFloat || scores.layout() != at::kStrided || scores.dim() != 2 || scores.numel() == 0
      || !classes.device().is_cpu() || classes.scalar_type() != at::kLong || classes.dim() != 1 || !classes.is_contiguous() || classes.numel() != scores.size(0)) { return false; }
  const int64_t* label = classes.data_ptr<int64_t>();
  for (int64_t i = 0; i < classes.numel(); i++) {
    // LibTorch ignores some of these and has a message for the others.
    if (label[i] < 0 || label[i] >= scores.size(1)) { return false; }
  }
  return true;
}

// Largest score and the sum of the exponentials of all, relative to it.
struct Row { float largest, sum; int64_t best; };

Row look(const float* scores, int64_t stride, int64_t classes) {
  Row row{scores[0], 0.0f, 0};
  for (int64_t c = 1; c < classes; c++) {
    const float v = scores[c * stride];
    // As argmax: the first of the largest, and what is not a number before all.
    if (!(v <= row.largest) && !std::isnan(row.largest)) { row.largest = v; row.best = c; }
  }
  for (int64_t c = 0; c < classes; c++) { row.sum += std::exp(scores[c * stride] - row.largest); }
  return row;
}

struct CrossEntropy : torch::autograd::Function<CrossEntropy> {
  static Variable forward(AutogradContext* context, Variable scores, Variable classes) {
    const int64_t images = scores.size(0), count = scores.size(1), stride = scores.stride(1);
    const int64_t* label = classes.data_ptr<int64_t>();
    auto slope = at::empty({images, count}, scores.options());
    float* to = slope.data_ptr<float>();
    const float share = 1.0f / static_cast<float>(images);
    double loss = 0;
    for (int64_t i = 0; i < images; i++) {
      const float* from = scores.data_ptr<float>() + i * scores.stride(0);
      const auto row = look(from, stride, count);
      loss += std::log(row.sum) + row.largest - from[label[i] * stride];
      for (int64_t c = 0; c < count; c++) { to[c] = std::exp(from[c * stride] - row.largest) / row.sum * share; }
      to[label[i]] -= share;
      to += count;
    }
    context->save_for_backward({scores, classes});
    context->saved_data["slope"] = slope;
    auto out = at::empty({}, scores.options());
    *out.data_ptr<float>() = static_cast<float>(loss / static_cast<double>(images));
    return out;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    if (!c10::GradMode::is_enabled()) { return {context->saved_data["slope"].toTensor().mul(gradients[0]), Variable()}; }
    auto saved = context->get_saved_variables();
    auto wanted = at::zeros_like(saved[0]).scatter_(1, saved[1].unsqueeze(1), 1);
    return {(at::softmax(saved[0], 1) - wanted) * (gradients[0] / saved[0].size(0)), Variable()};
  }
};
}  // namespace

LL int ll_cross_entropy(void* scoresHandle, void* classesHandle, double smoothing, void** result) {
  return guarded([&] {
    auto scores = borrow(scoresHandle), classes = borrow(classesHandle);
    const bool plain = smoothing == 0 && !at::autocast::is_cpu_enabled() && isPlain(scores, classes);
    *result = give(plain ? CrossEntropy::apply(scores, classes) : at::cross_entropy_loss(scores, classes, {}, at::Reduction::Mean, -100, smoothing));
  });
}

// Adds the sum of the cross-entropies and the number of right answers. *done is 0, and nothing is added, when it is not for these tensors.
LL int ll_tally(void* scoresHandle, void* classesHandle, double* loss, int64_t* right, int32_t* done) {
  return guarded([&] {
    auto scores = borrow(scoresHandle), classes = borrow(classesHandle);
    *done = isPlain(scores, classes);
    if (!*done) { return; }
    const int64_t* label = classes.data_ptr<int64_t>();
    for (int64_t i = 0; i < scores.size(0); i++) {
      const float* from = scores.data_ptr<float>() + i * scores.stride(0);
      const auto row = look(from, scores.stride(1), scores.size(1));
      // Each loss is a float32, as LibTorch's; a float32 sum over thousands would depend on the size of the batches.
      *loss += std::log(row.sum) + row.largest - from[label[i] * scores.stride(1)];
      *right += row.best == label[i];
    }
  });
}
