using System.CommandLine;
using System.Globalization;
using LotteryLab.Bench.Cases;
using LotteryLab.Bench.Measuring;

namespace LotteryLab.Bench.Running;

/// <summary>What the comparison was asked for.</summary>
internal sealed record BenchArguments
{
    /// <summary>Runs of each program when nobody asks for a number: all rows then take less than eight minutes on two cores.</summary>
    public const int DefaultPairs = 3;

    private const int MostPairs = 100;
    private const string DefaultPython = "/usr/bin/python3";

    /// <summary>Root of the working tree: scripts, results and the built worker are found from there.</summary>
    public required string Repository { get; init; }

    /// <summary>The worker's program file.</summary>
    public required string Worker { get; init; }

    /// <summary>Rows to measure.</summary>
    public required IReadOnlyList<BenchCase> Cases { get; init; }

    /// <summary>Runs of each program.</summary>
    public required int Pairs { get; init; }

    /// <summary>Shorter runs.</summary>
    public required bool IsQuick { get; init; }

    /// <summary>Masks of the ticket; null for the one that the benchmark makes itself.</summary>
    public required string? Mask { get; init; }

    /// <summary>Python with the PyTorch that is compared with.</summary>
    public string Python { get; init; } = DefaultPython;

    /// <summary>Folder of what is kept between runs and of throw-away laboratories.</summary>
    public string Scratch => Path.Combine(Repository, ".lab", "bench");

    /// <summary>File of the ticket's masks.</summary>
    public string MaskFile => Mask ?? Path.Combine(Scratch, "lenet-ticket.bits");

    /// <summary>The command with its options; <paramref name="run"/> gets what was chosen.</summary>
    public static RootCommand Command(Func<BenchArguments, CancellationToken, Task<int>> run)
    {
        var repository = new Option<string>("--repository") { Description = "Root of the working tree", HelpName = "DIR", DefaultValueFactory = _ => Environment.CurrentDirectory };
        var worker = new Option<string?>("--worker") { Description = "lotterylab.dll to measure [default: artifacts/bin/LotteryLab.Worker/release/lotterylab.dll]", HelpName = "FILE" };
        var cases = new Option<string?>("--cases") { Description = $"Rows to measure, with commas between them [default: all]: {string.Join(", ", BenchCase.All.Select(known => known.Name))}", HelpName = "NAMES" };
        var pairs = new Option<int?>("--pairs") { Description = $"Interleaved runs of each program, 1 to {MostPairs} [default: {DefaultPairs}; 1 with --quick]", HelpName = "N" };
        var quick = new Option<bool>("--quick") { Description = "One short run of each program, for a first impression" };
        var mask = new Option<string?>("--mask") { Description = "mask.bits of a LeNet-300-100 ticket for the row 'ticket' [default: a ticket made once from fifteen short rounds]", HelpName = "FILE" };
        var python = new Option<string>("--python") { Description = "Python with the PyTorch to compare with", HelpName = "FILE", DefaultValueFactory = _ => DefaultPython };
        pairs.Validators.Add(result =>
        {
            // What is no number at all is refused by the conversion.
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value is < 1 or > MostPairs)
            {
                result.AddError($"--pairs must be a whole number from 1 to {MostPairs}; '{result.Tokens[0].Value}' is not.");
            }
        });
        var command = new RootCommand("Measures training against PyTorch loops and the floor of the machine; ./lab bench calls it.") { repository, worker, cases, pairs, quick, mask, python };
        command.SetAction((parsed, cancellation) =>
        {
            var root = Path.GetFullPath(parsed.GetValue(repository)!);
            var isQuick = parsed.GetValue(quick);
            var arguments = new BenchArguments
            {
                Repository = root,
                Worker = parsed.GetValue(worker) ?? Path.Combine(root, "artifacts", "bin", "LotteryLab.Worker", "release", "lotterylab.dll"),
                Cases = parsed.GetValue(cases) is { } names ? [.. names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(BenchCase.Find).Distinct()] : BenchCase.All,
                Pairs = parsed.GetValue(pairs) ?? (isQuick ? 1 : DefaultPairs),
                IsQuick = isQuick,
                Python = parsed.GetValue(python)!,
                Mask = parsed.GetValue(mask) is { } file ? Path.GetFullPath(file) : null,
            };
            if (arguments.Mask is not null)
            {
                // Refused now rather than after minutes of other rows.
                TicketMask.Read(arguments.Mask);
            }

            return run(arguments, cancellation);
        });
        return command;
    }
}
