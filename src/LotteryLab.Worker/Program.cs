using LotteryLab.Engine.Runtime;
using LotteryLab.Worker;
using LotteryLab.Worker.Running;

NativeHeap.KeepFreedMemory();
using var signals = new StopSignals(Console.Error);
return await CommandLine.RunAsync(args, Session.OfConsole(signals)).ConfigureAwait(false);
