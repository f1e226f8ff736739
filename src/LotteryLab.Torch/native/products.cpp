#include "products.h"
#include <ATen/autocast_mode.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/version.h>
#include <dlfcn.h>
#include <cstring>

namespace products {
namespace {
using Sgemm = int (*)(char, char, int64_t, int64_t, int64_t, float, const float*, int64_t, const float*, int64_t, float, float*, int64_t);

struct OneDnn {
  Sgemm sgemm = nullptr;
  int (*isa)() = nullptr;
  std::string file;

  OneDnn() {
    // LibTorch's own copy first: it is loaded already. A pip LibTorch may hide it inside itself.
    void* library = RTLD_DEFAULT;
    for (const char* name : {"", "libdnnl.so.3", "libdnnl.so.2"}) {
      if (*name) { library = dlopen(name, RTLD_NOW | RTLD_LOCAL); }
      if (*name && !library) { continue; }
      sgemm = reinterpret_cast<Sgemm>(dlsym(library, "dnnl_sgemm"));
      if (sgemm) { break; }
    }
    Dl_info where;
    if (!sgemm) { return; }
    isa = reinterpret_cast<int (*)()>(dlsym(library, "dnnl_get_effective_cpu_isa"));
    if (dladdr(reinterpret_cast<void*>(sgemm), &where)) { file = where.dli_fname; }
  }

  // Products add in the order of the widest kernels that oneDNN uses; the numbers are those of dnnl_cpu_isa_t.
  const char* width() const {
    const int found = isa ? isa() : 0;
    return (found & 0x27) == 0x27 ? "avx512" : (found & 0x7) == 0x7 ? "avx2" : (found & 0x3) == 0x3 ? "avx" : "plain";
  }
};

const OneDnn& oneDnn() { static const OneDnn found; return found; }
std::atomic<bool> switchedOff{false};
}  // namespace

bool usesOneDnn() { return oneDnn().sgemm && !switchedOff.load(std::memory_order_relaxed); }

bool fits(const at::Tensor& t) {
  if (!t.device().is_cpu() || t.scalar_type() != at::kFloat || t.layout() != at::kStrided || t.dim() != 2) { return false; }
  const int64_t rows = t.size(0), columns = t.size(1);
  return (t.stride(1) == 1 && t.stride(0) >= columns) || (t.stride(0) == 1 && t.stride(1) >= rows);
}

Matrix of(const at::Tensor& t) { return {t.data_ptr<float>(), t.size(0), t.size(1), t.stride(0), t.stride(1)}; }

void multiply(const Matrix& left, const Matrix& right, const Matrix& to) {
  if (to.columnStride != 1) {
    multiply(right.transposed(), left.transposed(), to.transposed());
    return;
  }
  // A single row or column has both strides 1 or any; the one that is not 1 is the leading dimension, and must not be too small.
  const auto flag = [](const Matrix& m) { return m.columnStride == 1 && m.rowStride >= m.columns ? 'N' : 'T'; };
  const auto stride = [&](const Matrix& m) { return flag(m) == 'N' ? m.rowStride : std::max(m.columnStride, m.rows); };
  const int status = oneDnn().sgemm(flag(left), flag(right), to.rows, to.columns, left.columns, 1.0f, left.data, stride(left), right.data, stride(right),
                                    0.0f, to.data, std::max(to.rowStride, to.columns));
  TORCH_CHECK(status == 0, "oneDNN refused a product of ", left.rows, "x", left.columns, " and ", right.rows, "x", right.columns, " (status ", status, ")");
}

namespace {
using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

struct Product : torch::autograd::Function<Product> {
  static Variable forward(AutogradContext* context, Variable left, Variable right) {
    auto out = at::empty({left.size(0), right.size(1)}, left.options());
    multiply(of(left), of(right), of(out));
    context->save_for_backward({left, right});
    return out;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    auto saved = context->get_saved_variables();
    return {
      context->needs_input_grad(0) ? product(gradients[0], saved[1].t()) : Variable(),
      context->needs_input_grad(1) ? product(saved[0].t(), gradients[0]) : Variable()};
  }
};
}  // namespace

at::Tensor product(const at::Tensor& left, const at::Tensor& right) {
  if (!usesOneDnn() || at::autocast::is_cpu_enabled() || !fits(left) || !fits(right) || left.size(1) != right.size(0) || left.numel() == 0 || right.numel() == 0) {
    return at::mm(left, right);
  }
  return Product::apply(left, right);
}
}  // namespace products

LL int32_t ll_products_found() { return products::oneDnn().sgemm != nullptr; }
LL int32_t ll_products_use(int32_t oneDnn) { products::switchedOff = oneDnn == 0; return products::usesOneDnn(); }
LL int32_t ll_products_used() { return products::usesOneDnn(); }
LL int ll_product(void* left, void* right, void** out) { return guarded([&] { *out = give(products::product(borrow(left), borrow(right))); }); }

// 0 width of oneDNN's kernels, 1 the file it comes from. The text is copied; -1 when it does not fit.
LL int32_t ll_products_text(int32_t what, char* out, int32_t capacity) {
  const auto& found = products::oneDnn();
  const std::string text = what == 0 ? found.width() : found.file;
  if (static_cast<int32_t>(text.size()) > capacity) { return -1; }
  std::memcpy(out, text.data(), text.size());
  return static_cast<int32_t>(text.size());
}
