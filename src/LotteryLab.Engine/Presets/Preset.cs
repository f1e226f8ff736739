using LotteryLab.Engine.Specs;

namespace LotteryLab.Engine.Presets;

/// <summary>A spec that ships with the program, ready to launch or to change.</summary>
/// <param name="Id">Stable identifier; also the name of its file.</param>
/// <param name="Title">Heading for lists.</param>
/// <param name="Summary">What a person learns by running it, a sentence or two.</param>
/// <param name="Provenance">Where the settings come from, and where they differ from there.</param>
/// <param name="ExpectedMinutesOnTwoCores">Rough time on a two-core laptop, or null when it was not measured and is long.</param>
/// <param name="Spec">The spec itself.</param>
public sealed record Preset(string Id, string Title, string Summary, PresetProvenance Provenance, double? ExpectedMinutesOnTwoCores, ExperimentSpec Spec);

/// <summary>Origin of the settings of a preset.</summary>
/// <param name="Source">Paper and figure, or code base, for example <c>LTH 2019, Figure 2</c>.</param>
/// <param name="Deviations">What differs from the source, one sentence each; empty when nothing is known to.</param>
public sealed record PresetProvenance(string Source, IReadOnlyList<string> Deviations);
