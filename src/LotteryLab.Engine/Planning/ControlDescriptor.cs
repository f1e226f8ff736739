using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Planning;

/// <summary>What a control puts to the test.</summary>
public enum ControlQuestion
{
    /// <summary>Whether the weights that a ticket starts from matter.</summary>
    Initialisation,

    /// <summary>Whether it matters which weights the mask keeps.</summary>
    Structure,

    /// <summary>Whether the way in which a ticket is trained matters.</summary>
    Training,
}

/// <summary>What a control is worth to someone who asks its question.</summary>
public enum ControlRole
{
    /// <summary>The run that a claim needs: where its question is open it is missed, and offered.</summary>
    Baseline,

    /// <summary>Answers the question as well as the baseline does, which is not missed then.</summary>
    Substitute,

    /// <summary>Tells more, but leaves the question open.</summary>
    Diagnostic,
}

/// <summary>Line of a curve; its colour belongs to the method.</summary>
public enum CurveDash
{
    /// <summary>Unbroken: the tickets of a method.</summary>
    Solid = 1,

    /// <summary>Dashes.</summary>
    Dash,

    /// <summary>Dots.</summary>
    Dot,

    /// <summary>Dashes and dots.</summary>
    DashDot,
}

/// <summary>A control as people read it: beside title and summary what it answers and how its curve is drawn. Nothing else in the program names a control.</summary>
/// <param name="Name">Stable identifier used in specs, keys and URLs: lower case, digits and dashes.</param>
/// <param name="Title">Name as the field writes it, for headings.</param>
/// <param name="Summary">One paragraph in plain words: what it does and when to choose it.</param>
public sealed record ControlDescriptor(string Name, string Title, string Summary) : Descriptor(Name, Title, Summary)
{
    /// <summary>What it puts to the test.</summary>
    public required ControlQuestion Question { get; init; }

    /// <summary>What it is worth to someone who asks that; diagnostic by default.</summary>
    public ControlRole Role { get; init; } = ControlRole.Diagnostic;

    /// <summary>How its curve is drawn; dashes and dots by default.</summary>
    public CurveDash Dash { get; init; } = CurveDash.DashDot;

    /// <summary>What its question comes to, to follow "whether": <c>the initial weights matter</c>.</summary>
    public static string Claim(ControlQuestion question) => question switch
    {
        ControlQuestion.Initialisation => "the initial weights matter",
        ControlQuestion.Structure => "the positions of the weights matter",
        _ => "the way of training matters",
    };
}
