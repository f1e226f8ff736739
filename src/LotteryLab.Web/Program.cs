using LotteryLab.Engine;
using LotteryLab.Web;

try
{
    if (args is ["seed", ..])
    {
        return await SeedCommand.RunAsync(args[1..]);
    }

    await WebHost.Build(args).RunAsync();
    return 0;
}
catch (LotteryLabException failure)
{
    // Something that the person at the keyboard can mend: a sentence helps, a stack trace does not.
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}
