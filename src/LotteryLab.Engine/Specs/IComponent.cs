namespace LotteryLab.Engine.Specs;

/// <summary>
/// Something that a spec can name. Every component is one file, found by scanning the assembly; the form, the validator,
/// the command line, the API schema and the library page are drawn from <see cref="Descriptor"/> and <see cref="OptionsType"/>.
/// </summary>
public interface IComponent
{
    /// <summary>Name, title and explanation.</summary>
    Descriptor Descriptor { get; }

    /// <summary>
    /// Record whose public settable properties are the options of the component. Each carries an
    /// <see cref="LotteryLab.Engine.Specs.OptionAttribute"/>; a new instance holds the defaults.
    /// </summary>
    Type OptionsType { get; }
}

/// <summary>Options record of components that have nothing to choose.</summary>
public sealed record NoOptions;
