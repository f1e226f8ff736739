using System.CommandLine;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Worker.Verbs;

/// <summary><c>schema</c>: the JSON Schema of specs, for editors and programs.</summary>
internal static class SchemaVerb
{
    public static Command Create(Session session)
    {
        var command = new Command("schema", "Write the JSON Schema of specs, drawn from the same declarations that read them");
        command.SetAction(_ =>
        {
            session.Output.Write(JsonSchema.Text(ComponentCatalog.Default));
            return ExitCode.Success;
        });
        return command;
    }
}
