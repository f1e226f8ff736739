// Streams of a GPU and recorded work on them. CUDA's headers are needed for this file alone: without them (or with a LibTorch
// that has no CUDA) its functions say so and everything else works. build.sh decides and defines LL_CUDA_GRAPHS.
#include "shim.h"

#ifdef LL_CUDA_GRAPHS
#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>
#include <memory>

namespace {
// While one thread records, others go on allocating and launching: only the recording thread's own calls may spoil the recording. LibTorch
// 1.13 cannot say that and lets any thread's call do it.
template <class Graph>
auto begin(Graph& graph, int) -> decltype(graph.capture_begin(graph.pool(), cudaStreamCaptureModeThreadLocal)) {
  graph.capture_begin(decltype(graph.pool()){}, cudaStreamCaptureModeThreadLocal);
}
template <class Graph> void begin(Graph& graph, long) { graph.capture_begin(); }

at::cuda::CUDAGraph* graphOf(void* graph) { return static_cast<at::cuda::CUDAGraph*>(graph); }
}  // namespace

LL int32_t ll_cuda_graphs_built() { return 1; }

// Device and stream of the calling thread, until leave is called on the same thread.
LL int ll_cuda_stream_enter(int32_t device, void** out) {
  return guarded([&] {
    auto stream = c10::cuda::getStreamFromPool(false, static_cast<c10::DeviceIndex>(device < 0 ? 0 : device));
    *out = new c10::cuda::CUDAStreamGuard(stream);
  });
}
LL int ll_cuda_stream_leave(void* handle) {
  std::unique_ptr<c10::cuda::CUDAStreamGuard> guard(static_cast<c10::cuda::CUDAStreamGuard*>(handle));
  return guarded([&] { guard->current_stream().synchronize(); });
}
LL int ll_cuda_stream_synchronize() { return guarded([&] { c10::cuda::getCurrentCUDAStream().synchronize(); }); }

LL int ll_cuda_graph_begin(void** out) {
  return guarded([&] {
    auto graph = std::make_unique<at::cuda::CUDAGraph>();
    begin(*graph, 0);
    *out = graph.release();
  });
}
LL int ll_cuda_graph_end(void* graph) { return guarded([&] { graphOf(graph)->capture_end(); }); }
LL int ll_cuda_graph_replay(void* graph) { return guarded([&] { graphOf(graph)->replay(); }); }
LL void ll_cuda_graph_free(void* graph) { guarded([&] { delete graphOf(graph); }); }

#else

namespace {
int notBuilt() {
  return guarded([] { TORCH_CHECK(false, "this native library was not built with CUDA graphs: it needs a LibTorch with CUDA and CUDA's headers (set CUDA_HOME, then run build.sh again)"); });
}
}  // namespace

LL int32_t ll_cuda_graphs_built() { return 0; }
LL int ll_cuda_stream_enter(int32_t, void**) { return notBuilt(); }
LL int ll_cuda_stream_leave(void*) { return notBuilt(); }
LL int ll_cuda_stream_synchronize() { return notBuilt(); }
LL int ll_cuda_graph_begin(void**) { return notBuilt(); }
LL int ll_cuda_graph_end(void*) { return notBuilt(); }
LL int ll_cuda_graph_replay(void*) { return notBuilt(); }
LL void ll_cuda_graph_free(void*) {}
#endif
