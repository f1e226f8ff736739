namespace LotteryLab.Engine.Specs;

/// <summary>What kind of value an option holds; it decides the form control, the JSON type and the command-line syntax.</summary>
public enum OptionKind
{
    /// <summary>A finite number.</summary>
    Number,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>Any text.</summary>
    Text,

    /// <summary>One of a few words.</summary>
    Choice,

    /// <summary>A training length such as 5000it, 160ep or 3ep20it.</summary>
    Length,

    /// <summary>Numbers in order.</summary>
    NumberList,

    /// <summary>Numbers by name, for example a rate for each layer.</summary>
    NumberMap,

    /// <summary>Whole numbers in order.</summary>
    IntegerList,

    /// <summary>Texts in order.</summary>
    TextList,

    /// <summary>Another component with its own options.</summary>
    Component,

    /// <summary>Several components of one contract.</summary>
    ComponentList,

    /// <summary>A group of options, for example the training recipe.</summary>
    Record,
}
