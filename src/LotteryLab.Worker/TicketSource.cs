using LotteryLab.Engine;
using LotteryLab.Engine.Artifacts;
using LotteryLab.Engine.Experiments;
using LotteryLab.Engine.Export;

namespace LotteryLab.Worker;

/// <summary>Finds the ticket that a person means: <c>EXPERIMENT:r1/ticket/round7</c>, or the key of a training step or of an import.</summary>
internal sealed record TicketSource(Laboratory Laboratory, StepKey Key, PlanRecord? Plan, TicketAddress? Address)
{
    private const int KeyLength = 64;

    /// <summary>Name for files, such as <c>1f2e3d4c-r1-ticket-round7</c>.</summary>
    public string FileName => Address is null || Plan is null ? Key.Short : $"{Plan.SpecHash[..8]}-{Address.ToString().Replace('/', '-')}";

    /// <summary>Finds a ticket.</summary>
    /// <exception cref="LotteryLabException">There is none.</exception>
    public static TicketSource Find(string text, Laboratory laboratory, TextReader input)
    {
        if (text.Length == KeyLength && text.All(char.IsAsciiHexDigitLower))
        {
            return new TicketSource(laboratory, new StepKey(text), null, null);
        }

        // From the right: the folder may hold a colon of its own.
        var colon = text.LastIndexOf(':');
        if (colon < 1)
        {
            throw new LotteryLabException("ticket.address", $"'{text}' does not say which ticket is meant.", "Write EXPERIMENT:r1/ticket/round7 with the replicate, the branch and the round, or the key of a training step.");
        }

        var address = TicketAddress.Parse(text[(colon + 1)..]);
        var found = FoundExperiment.Find(text[..colon], laboratory, input);
        var plan = found.Folder.ReadPlan();
        return new TicketSource(found.Laboratory, new StepKey(address.FindIn(plan).Training), plan, address);
    }

    /// <summary>Reads it.</summary>
    public Ticket Read()
    {
        var reader = new TicketReader(Laboratory.Store);
        return Plan is not null && Address is not null ? reader.Read(Plan, Address) : reader.Read(Key);
    }
}
