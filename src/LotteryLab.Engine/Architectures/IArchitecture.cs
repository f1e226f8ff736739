using LotteryLab.Engine.Networks;
using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Architectures;

/// <summary>A family of networks, parametric in its options, the input shape and the number of classes.</summary>
public interface IArchitecture : IComponent
{
    /// <summary>Builds the layers.</summary>
    /// <exception cref="LotteryLabException">The combination cannot be built, for example an image too small for the pools.</exception>
    NetworkDefinition Build(object options, ImageShape input, int classes);
}

/// <summary>Base of architectures with a typed options record; every such record derives from <see cref="ArchitectureOptions"/>.</summary>
public abstract class Architecture<TOptions> : IArchitecture
    where TOptions : ArchitectureOptions, new()
{
    /// <inheritdoc/>
    public abstract Descriptor Descriptor { get; }

    /// <inheritdoc/>
    public Type OptionsType => typeof(TOptions);

    /// <inheritdoc/>
    public NetworkDefinition Build(object options, ImageShape input, int classes) => Build((TOptions)options, input, classes);

    /// <summary>Builds the layers from typed options.</summary>
    protected abstract NetworkDefinition Build(TOptions options, ImageShape input, int classes);
}
