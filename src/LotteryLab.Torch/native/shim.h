// What the files of the shim share: how a function reports failure, and how a tensor crosses the border.
#pragma once
#include <ATen/ATen.h>
#include <atomic>
#include <string>

#define LL extern "C" __attribute__((visibility("default")))

using ImplPtr = c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>;

inline thread_local std::string lastError;
inline std::atomic<int64_t> liveTensors{0};

template <class F> int guarded(F&& body) noexcept {
  try { body(); return 0; }
  catch (const c10::Error& e) { lastError = e.what_without_backtrace(); }
  catch (const std::exception& e) { lastError = e.what(); }
  catch (...) { lastError = "unknown native error"; }
  // Where in C++ it was thrown says nothing to a user of the laboratory.
  auto cut = lastError.find("Exception raised from");
  if (cut != std::string::npos) { lastError.resize(cut); }
  while (!lastError.empty() && isspace((unsigned char)lastError.back())) { lastError.pop_back(); }
  return 1;
}

inline void* give(at::Tensor t) {
  if (!t.defined()) { return nullptr; }
  liveTensors.fetch_add(1, std::memory_order_relaxed);
  return t.unsafeReleaseTensorImpl();
}

inline at::Tensor borrow(void* handle) {  // a second reference; the caller keeps its own
  if (!handle) { return at::Tensor(); }
  auto* impl = static_cast<c10::TensorImpl*>(handle);
  c10::raw::intrusive_ptr::incref(impl);
  return at::Tensor(ImplPtr::reclaim(impl));
}
