using System.CommandLine;
using LotteryLab.Engine;
using LotteryLab.Engine.Datasets;
using LotteryLab.Engine.Specs;
using LotteryLab.Engine.Words;
using LotteryLab.Worker.Running;

namespace LotteryLab.Worker.Verbs;

/// <summary><c>datasets</c>: lists data sets; <c>datasets download NAME</c> and <c>datasets verify NAME</c>.</summary>
internal static class DatasetsVerb
{
    public static Command Create(Session session)
    {
        var command = ComponentsVerb.Create(session, "datasets", "List data sets, show one with its options, download or verify one", typeof(IDatasetSource));
        command.Subcommands.Add(Download(session));
        command.Subcommands.Add(Verify(session));
        return command;
    }

    private static Command Download(Session session)
    {
        var name = Name();
        var command = new Command("download", "Download a data set into the data folder; what is there already is checked and kept") { name };
        command.SetAction(async (parsed, _) =>
        {
            var source = ComponentCatalog.Default.Find<IDatasetSource>(parsed.GetValue(name)!);
            var folder = DataFolders.Default();
            if (source.RemoteFiles.Count == 0)
            {
                session.Line($"{source.Descriptor.Title} has nothing to download. {source.Licence}");
                return ExitCode.Success;
            }

            session.Signals.Listen();
            await DatasetFetcher.FetchAsync(source, folder, session, session.Signals.Token).ConfigureAwait(false);
            session.Line(Check(source, folder));
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Verify(Session session)
    {
        var name = Name();
        var command = new Command("verify", "Read a data set completely and say what it holds") { name };
        command.SetAction(parsed =>
        {
            session.Line(Check(ComponentCatalog.Default.Find<IDatasetSource>(parsed.GetValue(name)!), DataFolders.Default()));
            return ExitCode.Success;
        });
        return command;
    }

    private static string Check(IDatasetSource source, DatasetFolder folder)
    {
        var entry = ComponentCatalog.Default.Entry(typeof(IDatasetSource), source.Descriptor.Name);
        if (entry.Options.FirstOrDefault(option => option.IsRequired) is { } required)
        {
            throw new LotteryLabException("dataset.needs-options", $"{source.Descriptor.Title} needs the option '{required.Name}', which only a spec can give.", "Check a spec that uses it with 'lotterylab plan SPEC'.");
        }

        var data = source.Load(entry.WithDefaults().Options, folder, CancellationToken.None);
        var facts = data.Facts;
        return $"{source.Descriptor.Title} is good: {Numbers.Groups(facts.TrainCount)} training and {Numbers.Groups(facts.TestCount)} test images of {facts.Shape.Channels}x{facts.Shape.Height}x{facts.Shape.Width}, {facts.Classes} classes, fingerprint {facts.Fingerprint[..16]}.";
    }

    private static Argument<string> Name()
    {
        var name = new Argument<string>("NAME") { HelpName = "NAME", Description = "Data set" };
        name.CompletionSources.Add(_ => ComponentCatalog.Default.Entries(typeof(IDatasetSource)).Select(entry => entry.Name));
        return name;
    }
}
