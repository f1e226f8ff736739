// Fully connected layers that compute with their kept weights only, as a differentiable function. One thread, and sums
// whose order depends on the mask and the batch alone: the same bits however many threads LibTorch has.
#include "shim.h"
#include "sparse_kernels.h"
#include <torch/csrc/autograd/custom_function.h>
#include <algorithm>
#include <vector>

namespace {
using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

struct Pattern : torch::CustomClassHolder {
  int64_t rows, inputs;
  std::vector<int32_t> rowStart, column, used, columnStart, rowOf, valueOf;

  Pattern(int64_t rowCount, int64_t inputCount, const int32_t* starts, const int32_t* inputOf)
      : rows(rowCount), inputs(inputCount), rowStart(starts, starts + rowCount + 1), column(inputOf, inputOf + starts[rowCount]) {
    std::vector<int32_t> count(inputs, 0);
    for (int64_t row = 0; row < rows; row++) {
      TORCH_CHECK(rowStart[row] >= 0 && rowStart[row] <= rowStart[row + 1], "row ", row, " of a sparse pattern ends before it starts");
    }
    for (auto input : column) {
      TORCH_CHECK(input >= 0 && input < inputs, "a sparse pattern names input ", input, " of ", inputs);
      count[input]++;
    }
    std::vector<int32_t> place(inputs, -1);
    columnStart.push_back(0);
    for (int64_t input = 0; input < inputs; input++) {
      if (count[input] == 0) { continue; }
      place[input] = static_cast<int32_t>(used.size());
      used.push_back(static_cast<int32_t>(input));
      columnStart.push_back(columnStart.back() + count[input]);
    }
    rowOf.resize(column.size());
    valueOf.resize(column.size());
    std::vector<int32_t> next(columnStart.begin(), columnStart.end() - 1);
    for (int64_t row = 0; row < rows; row++) {
      for (int32_t k = rowStart[row]; k < rowStart[row + 1]; k++) {
        column[k] = place[column[k]];
        int32_t at = next[column[k]]++;
        rowOf[at] = static_cast<int32_t>(row);
        valueOf[at] = k;
      }
    }
  }

  sparse::Layout layout() const {
    return {rows, static_cast<int64_t>(used.size()), rowStart.data(), column.data(), columnStart.data(), rowOf.data(), valueOf.data()};
  }
};

using PatternPtr = c10::intrusive_ptr<Pattern>;

at::Tensor packed(const at::Tensor& matrix, const at::Tensor& chosen, const int32_t* unitOf, int64_t units, const at::Tensor& gate) {
  const auto& k = sparse::kernels();
  const bool all = chosen.numel() == 0;
  const int64_t images = all ? matrix.size(0) : chosen.numel();
  auto panels = at::empty({units * sparse::padded(images)}, matrix.options());
  for (int64_t first = 0; first < images; first += sparse::kPanel) {
    const int64_t count = std::min(images - first, sparse::kPanel);
    k.pack(matrix.data_ptr<float>() + (all ? first * matrix.stride(0) : 0), all ? nullptr : chosen.data_ptr<int64_t>() + first, matrix.stride(0), matrix.stride(1), unitOf, units, matrix.size(1), count, sparse::padded(count),
      gate.defined() ? gate.data_ptr<float>() + first * gate.stride(0) : nullptr, gate.defined() ? gate.stride(0) : 0,
      gate.defined() ? gate.stride(1) : 0, panels.data_ptr<float>() + first * units);
  }
  return panels;
}

struct SparseLinear : torch::autograd::Function<SparseLinear> {
  static Variable forward(AutogradContext* context, Variable input, Variable chosen, Variable values, Variable bias, PatternPtr pattern, bool rectified) {
    // LibTorch asks every argument for its device, so a missing bias or choice comes as an empty one.
    const bool hasBias = bias.numel() > 0;
    const auto& k = sparse::kernels();
    const auto layout = pattern->layout();
    const int64_t images = chosen.numel() > 0 ? chosen.numel() : input.size(0);
    auto panels = packed(input, chosen, pattern->used.data(), layout.columns, at::Tensor());
    // Units in rows of images, seen as [images, units]: the next sparse layer reads it as it is.
    auto out = at::empty_strided({images, pattern->rows}, {1, std::max<int64_t>(images, 1)}, input.options());
    for (int64_t first = 0; first < images; first += sparse::kPanel) {
      const int64_t count = std::min(images - first, sparse::kPanel);
      k.forward(layout, values.data_ptr<float>(), hasBias ? bias.data_ptr<float>() : nullptr, panels.data_ptr<float>() + first * layout.columns,
        count, sparse::padded(count), rectified, out.data_ptr<float>() + first, images);
    }
    context->saved_data["pattern"] = c10::IValue::make_capsule(pattern);
    context->saved_data["inputs"] = input.requires_grad();
    context->saved_data["bias"] = hasBias;
    context->save_for_backward(rectified ? variable_list{panels, values, out} : variable_list{panels, values});
    return out;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto& k = sparse::kernels();
    auto capsule = context->saved_data["pattern"].toCapsule();
    const auto& pattern = *static_cast<Pattern*>(capsule.get());
    const auto layout = pattern.layout();
    auto saved = context->get_saved_variables();
    const auto& values = saved[1];
    const auto& given = gradients[0];
    const int64_t images = given.size(0);
    auto panels = packed(given, at::empty({0}, given.options().dtype(at::kLong)), nullptr, pattern.rows, saved.size() > 2 ? saved[2] : at::Tensor());
    const bool hasBias = context->saved_data["bias"].toBool();
    auto ofValues = at::zeros_like(values);
    auto ofBias = hasBias ? at::zeros({pattern.rows}, values.options()) : at::Tensor();
    const bool needsInputs = context->saved_data["inputs"].toBool();
    at::Tensor ofInputs;
    if (needsInputs) {
      const bool all = layout.columns == pattern.inputs;
      ofInputs = at::empty_strided({images, pattern.inputs}, {1, std::max<int64_t>(images, 1)}, given.options());
      if (!all) { ofInputs.zero_(); }
    }
    for (int64_t first = 0; first < images; first += sparse::kPanel) {
      const int64_t count = std::min(images - first, sparse::kPanel);
      const float* g = panels.data_ptr<float>() + first * pattern.rows;
      k.backwardValues(layout, saved[0].data_ptr<float>() + first * layout.columns, g, sparse::padded(count), ofValues.data_ptr<float>(),
        hasBias ? ofBias.data_ptr<float>() : nullptr);
      if (needsInputs) {
        k.backwardInputs(layout, values.data_ptr<float>(), g, count, sparse::padded(count), pattern.used.data(), ofInputs.data_ptr<float>() + first, images);
      }
    }
    return {ofInputs, at::Tensor(), ofValues, ofBias, at::Tensor(), at::Tensor()};
  }
};

void check(const at::Tensor& t, const char* what) {
  TORCH_CHECK(t.device().is_cpu() && t.scalar_type() == at::kFloat, "sparse_linear: ", what, " must be float32 on the CPU");
}
}  // namespace

// starts: rows + 1 positions in inputOf, which names the inputs of each row's kept weights in ascending order.
LL int ll_sparse_pattern(int64_t rows, int64_t inputs, const int32_t* starts, const int32_t* inputOf, void** out) {
  return guarded([&] { *out = c10::make_intrusive<Pattern>(rows, inputs, starts, inputOf).release(); });
}
LL void ll_sparse_pattern_release(void* pattern) { if (pattern) { PatternPtr::reclaim(static_cast<Pattern*>(pattern)); } }

// chosen: rows of the input that make up the batch, int64; null for all of them.
LL int ll_sparse_linear(void* input, void* chosen, void* values, void* bias, void* pattern, int32_t rectified, void** out) {
  return guarded([&] {
    auto* holder = static_cast<Pattern*>(pattern);
    c10::raw::intrusive_ptr::incref(holder);
    auto kept = PatternPtr::reclaim(holder);
    auto x = borrow(input), v = borrow(values), b = borrow(bias);
    check(x, "the input");
    check(v, "the kept values");
    TORCH_CHECK(x.dim() == 2 && x.size(1) == kept->inputs, "sparse_linear: the input must be [images, ", kept->inputs, "], not ", x.sizes());
    TORCH_CHECK(v.is_contiguous() && v.numel() == kept->rowStart.back(), "sparse_linear: expected ", kept->rowStart.back(), " kept values, not ", v.numel());
    if (b.defined()) {
      check(b, "the bias");
      TORCH_CHECK(b.is_contiguous() && b.numel() == kept->rows, "sparse_linear: expected a bias of ", kept->rows, ", not ", b.numel());
    } else { b = at::empty({0}, x.options()); }
    auto c = borrow(chosen);
    if (c.defined()) {
      TORCH_CHECK(c.device().is_cpu() && c.scalar_type() == at::kLong && c.dim() == 1 && c.is_contiguous() && c.numel() > 0 && !x.requires_grad(),
        "sparse_linear: the images must be chosen by a list of int64 positions, from an input that needs no gradient");
      for (int64_t i = 0; i < c.numel(); i++) {
        const int64_t image = c.data_ptr<int64_t>()[i];
        TORCH_CHECK(image >= 0 && image < x.size(0), "sparse_linear: there is no image ", image, " among ", x.size(0));
      }
    } else { c = at::empty({0}, x.options().dtype(at::kLong)); }
    *out = give(SparseLinear::apply(x, c, v, b, kept, rectified != 0));
  });
}

// 4, 8 or 16 floats at a time: what the kernels use here.
LL int32_t ll_sparse_lanes() { return sparse::kernels().lanes; }
