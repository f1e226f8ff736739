// The whole native side of LotteryLab.Torch: a C surface over LibTorch's own dispatcher, so that every ATen
// operator (autograd, autocast and devices included) is reached by name and no operator needs native code of its own.
// Rules: a tensor handle is an owned reference to a TensorImpl; no exception leaves a function; the result is 0, or 1
// with the message in ll_error(). Builds unchanged against LibTorch 1.13 to 2.x, with and without CUDA.
#include "shim.h"
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/autocast_mode.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/variable.h>
#include <torch/serialize.h>
#include <torch/version.h>
#include <dlfcn.h>
#include <atomic>
#include <cstring>
#include <mutex>
#include <string>

namespace {
using Stack = torch::jit::Stack;

// LibTorch had an optional of its own before it took std's; its own signatures tell which one this version has.
template <class T> struct Rebind;
template <template <class> class O, class T> struct Rebind<O<T>> { template <class U> using To = O<U>; };
template <class U> using Optional =
  typename Rebind<std::decay_t<decltype(std::declval<const c10::Argument&>().default_value())>>::template To<U>;

enum Tag : int32_t {
  kNone = 0, kTensor = 1, kInt = 2, kDouble = 3, kBool = 4, kInts = 5, kTensors = 6, kOptionalTensors = 7,
  kDoubles = 8, kDevice = 9, kString = 10, kGenerator = 11, kBools = 12, kOther = 99
};

struct Value {  // mirrored by NativeValue in C#
  int32_t tag;
  int32_t count;  // length of a list or string; index of a device
  union { int64_t i; double d; void* p; };
};

struct Info { int64_t numel; int64_t elementSize; int32_t dtype; int32_t deviceType; int32_t deviceIndex; int32_t dim; };

c10::TensorImpl* raw(void* handle) { return static_cast<c10::TensorImpl*>(handle); }

at::Generator generatorOf(void* handle) {
  auto* impl = static_cast<c10::GeneratorImpl*>(handle);
  c10::raw::intrusive_ptr::incref(impl);
  return at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::reclaim(impl));
}

at::Device deviceOf(int32_t type, int32_t index) {
  return at::Device(static_cast<at::DeviceType>(type), static_cast<at::DeviceIndex>(index));
}

std::vector<at::Tensor> listOf(void** handles, int64_t n) {
  std::vector<at::Tensor> list;
  list.reserve(n);
  for (int64_t k = 0; k < n; k++) { list.push_back(borrow(handles[k])); }
  return list;
}

void push(Stack& stack, const Value& v) {
  switch (v.tag) {
    case kNone: stack.emplace_back(); break;
    case kTensor: stack.emplace_back(borrow(v.p)); break;
    case kInt: stack.emplace_back(v.i); break;
    case kDouble: stack.emplace_back(v.d); break;
    case kBool: stack.emplace_back(v.i != 0); break;
    case kInts: stack.emplace_back(c10::IntArrayRef(static_cast<int64_t*>(v.p), v.count)); break;
    case kTensors: stack.emplace_back(listOf(static_cast<void**>(v.p), v.count)); break;
    case kOptionalTensors: {
      c10::List<Optional<at::Tensor>> list;
      for (int32_t k = 0; k < v.count; k++) {
        void* h = static_cast<void**>(v.p)[k];
        if (h) { list.push_back(borrow(h)); } else { list.push_back(Optional<at::Tensor>()); }
      }
      stack.emplace_back(std::move(list));
      break;
    }
    case kDoubles: stack.emplace_back(std::vector<double>(static_cast<double*>(v.p), static_cast<double*>(v.p) + v.count)); break;
    case kDevice: stack.emplace_back(deviceOf(static_cast<int32_t>(v.i), v.count)); break;
    case kString: stack.emplace_back(std::string(static_cast<char*>(v.p), v.count)); break;
    case kGenerator: stack.emplace_back(generatorOf(v.p)); break;
    case kBools: {
      c10::List<bool> list;
      for (int32_t k = 0; k < v.count; k++) { list.push_back(static_cast<uint8_t*>(v.p)[k] != 0); }
      stack.emplace_back(std::move(list));
      break;
    }
    default: TORCH_CHECK(false, "argument of unknown kind ", v.tag);
  }
}

void pull(const c10::IValue& from, Value& to) {
  to = Value{kNone, 0, {0}};
  if (from.isTensor()) { to.p = give(from.toTensor()); to.tag = to.p ? kTensor : kNone; }
  else if (from.isInt()) { to.tag = kInt; to.i = from.toInt(); }
  else if (from.isDouble()) { to.tag = kDouble; to.d = from.toDouble(); }
  else if (from.isBool()) { to.tag = kBool; to.i = from.toBool(); }
  else if (from.isTensorList()) {  // the caller frees the array with ll_free
    auto list = from.toTensorVector();
    auto** handles = static_cast<void**>(malloc(sizeof(void*) * (list.size() + 1)));
    for (size_t k = 0; k < list.size(); k++) { handles[k] = give(std::move(list[k])); }
    to.tag = kTensors; to.count = static_cast<int32_t>(list.size()); to.p = handles;
  }
  else if (!from.isNone()) { to.tag = kOther; }
}
}  // namespace

LL const char* ll_error() { return lastError.c_str(); }
LL void ll_free(void* p) { free(p); }
LL int64_t ll_live_tensors() { return liveTensors.load(); }

LL int ll_operator(const char* name, const char* overload, void** out) {
  return guarded([&] { *out = new c10::OperatorHandle(c10::Dispatcher::singleton().findSchemaOrThrow(name, overload)); });
}

// Arguments left out at the end take the schema's defaults, so a newer LibTorch may add some. results may be null.
LL int ll_call(void* op, const Value* args, int32_t nargs, Value* results, int32_t capacity, int32_t* nresults) {
  static thread_local Stack stack;
  int rc = guarded([&] {
    const auto& handle = *static_cast<c10::OperatorHandle*>(op);
    stack.clear();
    for (int32_t k = 0; k < nargs; k++) { push(stack, args[k]); }
    const auto& formal = handle.schema().arguments();
    TORCH_CHECK(static_cast<size_t>(nargs) <= formal.size(), handle.schema().name(), " takes ", formal.size(), " arguments, not ", nargs);
    for (size_t k = nargs; k < formal.size(); k++) {
      TORCH_CHECK(formal[k].default_value().has_value(), handle.schema().name(), " needs argument ", formal[k].name());
      stack.push_back(*formal[k].default_value());
    }
    handle.callBoxed(&stack);
    if (!results) { return; }
    TORCH_CHECK(stack.size() <= static_cast<size_t>(capacity), "too many results");
    for (size_t k = 0; k < stack.size(); k++) { pull(stack[k], results[k]); }
    *nresults = static_cast<int32_t>(stack.size());
  });
  stack.clear();
  return rc;
}

LL void ll_tensor_release(void* h) { if (h) { ImplPtr::reclaim(raw(h)); liveTensors.fetch_sub(1, std::memory_order_relaxed); } }
LL void* ll_tensor_retain(void* h) { return give(borrow(h)); }
LL int ll_tensor_info(void* h, Info* out) {
  return guarded([&] {
    auto t = borrow(h);
    *out = Info{t.numel(), static_cast<int64_t>(t.element_size()), static_cast<int32_t>(t.scalar_type()),
      static_cast<int32_t>(t.device().type()), static_cast<int32_t>(t.device().index()), static_cast<int32_t>(t.dim())};
  });
}
LL int32_t ll_dim(void* h) { return static_cast<int32_t>(raw(h)->dim()); }
LL int32_t ll_dtype(void* h) { return static_cast<int32_t>(c10::typeMetaToScalarType(raw(h)->dtype())); }
LL int32_t ll_device_type(void* h) { return static_cast<int32_t>(raw(h)->device().type()); }
LL int64_t ll_numel(void* h) { return raw(h)->numel(); }
LL int ll_sizes(void* h, int64_t* out) { return guarded([&] { auto s = raw(h)->sizes(); std::copy(s.begin(), s.end(), out); }); }
LL int ll_strides(void* h, int64_t* out) { return guarded([&] { auto s = raw(h)->strides(); std::copy(s.begin(), s.end(), out); }); }
LL int ll_storage_offset(void* h, int64_t* out) { return guarded([&] { *out = raw(h)->storage_offset(); }); }
LL int ll_is_contiguous(void* h, int32_t format, int32_t* out) {
  return guarded([&] { *out = borrow(h).is_contiguous(static_cast<at::MemoryFormat>(format)); });
}
LL int ll_data(void* h, void** out) { return guarded([&] { *out = borrow(h).data_ptr(); }); }
LL int ll_from_bytes(const void* data, int64_t bytes, const int64_t* sizes, int32_t dim, int32_t dtype, void** out) {
  return guarded([&] {
    auto t = at::empty(c10::IntArrayRef(sizes, dim), at::TensorOptions().dtype(static_cast<at::ScalarType>(dtype)));
    TORCH_CHECK(static_cast<int64_t>(t.numel() * t.element_size()) == bytes, "the shape needs ", t.numel(), " elements of ",
      t.element_size(), " bytes, the data has ", bytes, " bytes");
    if (bytes) { std::memcpy(t.data_ptr(), data, bytes); }
    *out = give(std::move(t));
  });
}

LL int ll_requires_grad(void* h, int32_t* out) { return guarded([&] { *out = raw(h)->requires_grad(); }); }
LL int ll_set_requires_grad(void* h, int32_t on) {
  return guarded([&] {
    auto t = borrow(h);
    TORCH_CHECK(t.is_leaf() || on, "you can only change requires_grad flags of leaf variables; use detach() first");
    t.set_requires_grad(on != 0);
  });
}
LL int ll_is_leaf(void* h, int32_t* out) { return guarded([&] { *out = borrow(h).is_leaf(); }); }
LL int ll_retain_grad(void* h) { return guarded([&] { borrow(h).retain_grad(); }); }
LL int ll_grad(void* h, void** out) { return guarded([&] { *out = give(borrow(h).grad()); }); }
LL int ll_set_grad(void* h, void* g) { return guarded([&] { borrow(h).mutable_grad() = borrow(g); }); }

LL int ll_backward(void** tensors, int32_t n, void** grads, int32_t ngrads, int32_t retain, int32_t create, void** inputs, int32_t ninputs) {
  return guarded([&] {
    Optional<bool> keep(retain != 0);
    torch::autograd::backward(listOf(tensors, n), listOf(grads, ngrads), keep, create != 0, listOf(inputs, ninputs));
  });
}
LL int ll_autograd_grad(void** outputs, int32_t n, void** inputs, int32_t ninputs, void** grads, int32_t ngrads,
                        int32_t retain, int32_t create, int32_t allowUnused, void** results) {
  return guarded([&] {
    Optional<bool> keep(retain != 0);
    auto found = torch::autograd::grad(listOf(outputs, n), listOf(inputs, ninputs), listOf(grads, ngrads), keep, create != 0, allowUnused != 0);
    for (size_t k = 0; k < found.size(); k++) { results[k] = give(std::move(found[k])); }
  });
}
LL int32_t ll_grad_mode() { return c10::GradMode::is_enabled(); }
LL void ll_set_grad_mode(int32_t on) { c10::GradMode::set_enabled(on != 0); }
LL void* ll_inference_enter(int32_t on) { return new c10::InferenceMode(on != 0); }
LL void ll_inference_leave(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }
LL int32_t ll_inference_mode() { return c10::InferenceMode::is_enabled(); }

#define LL_NEW_AUTOCAST (TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4))
LL int ll_autocast(int32_t device, int32_t* enabled, int32_t* dtype) {
  return guarded([&] {
#if LL_NEW_AUTOCAST
    auto type = static_cast<at::DeviceType>(device);
    *enabled = at::autocast::is_autocast_enabled(type);
    *dtype = static_cast<int32_t>(at::autocast::get_autocast_dtype(type));
#else
    bool cuda = device == 1;
    *enabled = cuda ? at::autocast::is_enabled() : at::autocast::is_cpu_enabled();
    *dtype = static_cast<int32_t>(cuda ? at::autocast::get_autocast_gpu_dtype() : at::autocast::get_autocast_cpu_dtype());
#endif
  });
}
// nesting: +1 on entry, -1 on leaving; at depth 0 the cached low-precision weights are dropped, as Python does.
LL int ll_set_autocast(int32_t device, int32_t enabled, int32_t dtype, int32_t nesting) {
  return guarded([&] {
    auto scalar = static_cast<at::ScalarType>(dtype);
#if LL_NEW_AUTOCAST
    at::autocast::set_autocast_enabled(static_cast<at::DeviceType>(device), enabled != 0);
    at::autocast::set_autocast_dtype(static_cast<at::DeviceType>(device), scalar);
#else
    if (device == 1) { at::autocast::set_enabled(enabled != 0); at::autocast::set_autocast_gpu_dtype(scalar); }
    else { at::autocast::set_cpu_enabled(enabled != 0); at::autocast::set_autocast_cpu_dtype(scalar); }
#endif
    if (nesting > 0) { at::autocast::increment_nesting(); }
    else if (nesting < 0 && at::autocast::decrement_nesting() == 0) { at::autocast::clear_cache(); }
  });
}

// A clone of the device's default generator is an independent generator, on any device and without CUDA's headers.
LL int ll_generator_new(int32_t type, int32_t index, uint64_t seed, void** out) {
  return guarded([&] {
    auto device = deviceOf(type, index < 0 && type == 1 ? 0 : index);
    at::Generator source = at::globalContext().defaultGenerator(device);
    at::Generator made;
    { std::lock_guard<std::mutex> lock(source.mutex()); made = source.clone(); }
    made.set_current_seed(seed);
    *out = made.unsafeReleaseGeneratorImpl();
  });
}
LL int ll_generator_default(int32_t type, int32_t index, void** out) {
  return guarded([&] { at::Generator g = at::globalContext().defaultGenerator(deviceOf(type, index)); *out = g.unsafeReleaseGeneratorImpl(); });
}
LL void ll_generator_release(void* g) { if (g) { c10::intrusive_ptr<c10::GeneratorImpl>::reclaim(static_cast<c10::GeneratorImpl*>(g)); } }
LL int ll_generator_seed(void* g, uint64_t seed) {
  return guarded([&] { auto gen = generatorOf(g); std::lock_guard<std::mutex> lock(gen.mutex()); gen.set_current_seed(seed); });
}
LL int ll_generator_initial_seed(void* g, uint64_t* out) {
  return guarded([&] { auto gen = generatorOf(g); std::lock_guard<std::mutex> lock(gen.mutex()); *out = gen.current_seed(); });
}
LL int ll_generator_state(void* g, void** out) {
  return guarded([&] { auto gen = generatorOf(g); std::lock_guard<std::mutex> lock(gen.mutex()); *out = give(gen.get_state()); });
}
LL int ll_generator_set_state(void* g, void* state) {
  return guarded([&] { auto gen = generatorOf(g); std::lock_guard<std::mutex> lock(gen.mutex()); gen.set_state(borrow(state)); });
}
LL int ll_manual_seed(uint64_t seed) { return guarded([&] { at::manual_seed(seed); }); }

LL int32_t ll_num_threads() { return at::get_num_threads(); }
LL int ll_set_num_threads(int32_t n) { return guarded([&] { at::set_num_threads(n); }); }
LL int32_t ll_num_interop_threads() { return at::get_num_interop_threads(); }
LL int ll_set_num_interop_threads(int32_t n) { return guarded([&] { at::set_num_interop_threads(n); }); }
LL int32_t ll_deterministic() { return at::globalContext().deterministicAlgorithms(); }
LL int ll_set_deterministic(int32_t on, int32_t warnOnly) {
  return guarded([&] { at::globalContext().setDeterministicAlgorithms(on != 0, warnOnly != 0); });
}

LL int ll_save(void* h, const char* path) { return guarded([&] { torch::save(borrow(h), std::string(path)); }); }
LL int ll_load(const char* path, void** out) { return guarded([&] { at::Tensor t; torch::load(t, std::string(path)); *out = give(std::move(t)); }); }

// 0 version, 1 build configuration, 2 threading, 3 file of LibTorch itself. The text is copied; -1 when it does not fit.
LL int32_t ll_text(int32_t what, char* out, int32_t capacity) {
  std::string text;
  if (guarded([&] {
    Dl_info where;
    if (what == 0) { text = TORCH_VERSION; }
    else if (what == 1) { text = at::show_config(); }
    else if (what == 2) { text = at::get_parallel_info(); }
    else if (dladdr(reinterpret_cast<void*>(&at::show_config), &where)) { text = where.dli_fname; }
  })) { return -1; }
  if (static_cast<int32_t>(text.size()) > capacity) { return -1; }
  std::memcpy(out, text.data(), text.size());
  return static_cast<int32_t>(text.size());
}

LL int32_t ll_cuda_available() { int32_t on = 0; guarded([&] { on = at::hasCUDA(); }); return on; }
LL int32_t ll_cuda_count() {
  int32_t n = 0;
  guarded([&] { if (at::hasCUDA()) { n = static_cast<int32_t>(c10::impl::VirtualGuardImpl(at::DeviceType::CUDA).deviceCount()); } });
  return n;
}
LL int ll_cuda_synchronize(int32_t index) { return guarded([&] { at::detail::getCUDAHooks().deviceSynchronize(index < 0 ? 0 : index); }); }
// The CUDA runtime is found at run time: a pip torch ships the library without its headers.
LL int ll_cuda_memory(int64_t* available, int64_t* total) {
  return guarded([&] {
    auto query = reinterpret_cast<int (*)(size_t*, size_t*)>(dlsym(RTLD_DEFAULT, "cudaMemGetInfo"));
    TORCH_CHECK(query, "this LibTorch has no CUDA runtime");
    size_t a = 0, t = 0;
    TORCH_CHECK(query(&a, &t) == 0, "cudaMemGetInfo failed");
    *available = static_cast<int64_t>(a); *total = static_cast<int64_t>(t);
  });
}
