using System.CommandLine;
using LotteryLab.Bench.Measuring;
using LotteryLab.Bench.Running;
using LotteryLab.Engine;

try
{
    switch (args)
    {
        // What the comparison starts as a process of its own, so that memory and caches are not shared.
        case ["job", var job]:
            Console.WriteLine(ChildJob.FromJson(job).Run().ToJson());
            return 0;
        case ["ticket", var path]:
            await TicketMask.MakeAsync(path, CancellationToken.None).ConfigureAwait(false);
            return 0;
        default:
            var command = BenchArguments.Command((arguments, cancellation) => new Comparison(arguments).RunAsync(cancellation));
            return await command.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }).ConfigureAwait(false);
    }
}
catch (LotteryLabException failure)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Stopped; nothing was written.");
    return 130;
}
