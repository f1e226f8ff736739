using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using LotteryLab.Engine.Runtime;
using TorchSharp;

// One thread and the worker's heap, as in training. The benchmarks run in this process: the packages know no .NET newer than themselves,
// and a project that they generate would not find the native library.
NativeHeap.KeepFreedMemory();
torch.set_num_threads(1);
var config = ManualConfig.CreateEmpty()
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddLogger(ConsoleLogger.Default)
    .AddExporter(MarkdownExporter.GitHub)
    .AddExporter(BenchmarkDotNet.Exporters.Json.JsonExporter.Brief)
    .WithArtifactsPath(Path.Combine(Environment.CurrentDirectory, "bench", "results", "micro"));
var summaries = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args.Length == 0 ? ["--filter", "*", "--join"] : args, config);
return summaries.All(summary => summary.Reports.All(report => report.Success)) ? 0 : 1;
