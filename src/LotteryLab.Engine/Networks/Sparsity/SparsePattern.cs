using LotteryLab.Engine.Masks;

namespace LotteryLab.Engine.Networks.Sparsity;

/// <summary>
/// Where the kept weights of a fully connected layer lie, output by output and input by input. Both orders depend on the mask alone, and with
/// them the order of every sum.
/// </summary>
internal sealed class SparsePattern
{
    /// <param name="mask">Kept weights [outputs, inputs], row-major.</param>
    /// <param name="outputs">Outputs of the layer.</param>
    /// <param name="inputs">Inputs of the layer.</param>
    internal SparsePattern(BitMask mask, int outputs, int inputs)
    {
        (Outputs, Inputs) = (outputs, inputs);
        OutputStarts = new int[outputs + 1];
        InputStarts = new int[inputs + 1];
        InputOf = new int[mask.Kept];
        Positions = new int[mask.Kept];
        var next = 0;
        for (var output = 0; output < outputs; output++)
        {
            for (var input = 0; input < inputs; input++)
            {
                var position = (output * inputs) + input;
                if (mask[position])
                {
                    Positions[next] = position;
                    InputOf[next++] = input;
                    InputStarts[input + 1]++;
                }
            }

            OutputStarts[output + 1] = next;
        }

        for (var input = 0; input < inputs; input++)
        {
            InputStarts[input + 1] += InputStarts[input];
        }

        OutputOf = new int[next];
        ValueOf = new int[next];
        var places = InputStarts.AsSpan(0, inputs).ToArray();
        for (var output = 0; output < outputs; output++)
        {
            for (var value = OutputStarts[output]; value < OutputStarts[output + 1]; value++)
            {
                var place = places[InputOf[value]]++;
                OutputOf[place] = output;
                ValueOf[place] = value;
            }
        }
    }

    /// <summary>Outputs of the layer.</summary>
    internal int Outputs { get; }

    /// <summary>Inputs of the layer.</summary>
    internal int Inputs { get; }

    /// <summary>Place of each kept weight in the dense one, ascending; the order of the values.</summary>
    internal int[] Positions { get; }

    /// <summary>Where the values of each output begin; one more than there are outputs.</summary>
    internal int[] OutputStarts { get; }

    /// <summary>Input that each value reads, ascending within an output.</summary>
    internal int[] InputOf { get; }

    /// <summary>Where the entries of each input begin in <see cref="OutputOf"/> and <see cref="ValueOf"/>; one more than there are inputs.</summary>
    internal int[] InputStarts { get; }

    /// <summary>Output of each entry, ascending within an input.</summary>
    internal int[] OutputOf { get; }

    /// <summary>Value of each entry.</summary>
    internal int[] ValueOf { get; }
}
