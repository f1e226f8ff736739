using LotteryLab.Engine;
using LotteryLab.WebBench;

try
{
    return await WebBenchmark.RunAsync(WebBenchArguments.Parse(args), CancellationToken.None);
}
catch (LotteryLabException failure)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}
