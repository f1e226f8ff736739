using System.Buffers.Binary;
using System.Text;

namespace LotteryLab.Engine.Export.OpenLth;

/// <summary>
/// Reads the part of Python's pickle format that <c>torch.save</c> writes for dictionaries of tensors. A pickle is a program; this
/// reader knows only the instructions that build plain values and three harmless names, and calls nothing that the file asks for.
/// </summary>
/// <param name="bytes">The pickle.</param>
/// <param name="reduce">Gives the value of a known name applied to arguments; null refuses it.</param>
/// <param name="persistent">Gives the value of a persistent id.</param>
internal sealed class PickleReader(byte[] bytes, Func<PickleName, object?[], object?> reduce, Func<object?[], object?> persistent)
{
    private const int MostValues = 4_000_000;
    private static readonly object Mark = new();
    private readonly List<object?> stack = [];
    private readonly Dictionary<int, object?> memo = [];
    private int position;
    private int made;

    /// <summary>The value that the pickle builds.</summary>
    /// <exception cref="LotteryLabException">It is damaged, or does anything but build plain values.</exception>
    public object? Read()
    {
        while (true)
        {
            var instruction = (char)Take(1)[0];
            if (instruction == '.')
            {
                return stack.Count == 1 ? stack[0] : throw Damaged("its end leaves values over");
            }

            if (++made > MostValues)
            {
                throw Damaged("it builds too many values");
            }

            Step(instruction);
        }
    }

    private void Step(char instruction)
    {
        switch (instruction)
        {
            case '\u0080': Take(1); break;
            case '\u0095': Take(8); break;
            case '}': Push(new PickleDictionary()); break;
            case ']': Push(new List<object?>()); break;
            case ')': Push(Array.Empty<object?>()); break;
            case '(': Push(Mark); break;
            case 'N': Push(null); break;
            case '\u0088': Push(true); break;
            case '\u0089': Push(false); break;
            case 'K': Push((long)Take(1)[0]); break;
            case 'M': Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case 'J': Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case '\u008a': Push(Long(Take(Take(1)[0]))); break;
            case 'G': Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
            case 'X': Push(Text(BinaryPrimitives.ReadInt32LittleEndian(Take(4)))); break;
            case '\u008c': Push(Text(Take(1)[0])); break;
            case 'q': memo[Take(1)[0]] = Peek(); break;
            case 'r': memo[BinaryPrimitives.ReadInt32LittleEndian(Take(4))] = Peek(); break;
            case '\u0094': memo[memo.Count] = Peek(); break;
            case 'h': Push(Recall(Take(1)[0])); break;
            case 'j': Push(Recall(BinaryPrimitives.ReadInt32LittleEndian(Take(4)))); break;
            default: Build(instruction); break;
        }
    }

    private void Build(char instruction)
    {
        switch (instruction)
        {
            case 'c': Push(new PickleName(Line(), Line())); break;
            case '\u0093':
                var name = Pop() as string;
                Push(new PickleName(Pop() as string ?? "", name ?? ""));
                break;
            case 't': Push(PopToMark()); break;
            case '\u0085': Push(new[] { Pop() }); break;
            case '\u0086': Push(Last(2)); break;
            case '\u0087': Push(Last(3)); break;
            case 's':
                var pair = Last(2);
                Top<PickleDictionary>().Items.Add(new(pair[0], pair[1]));
                break;
            case 'u': SetItems(PopToMark()); break;
            case 'a':
                var item = Pop();
                Top<List<object?>>().Add(item);
                break;
            case 'e':
                var items = PopToMark();
                Top<List<object?>>().AddRange(items);
                break;
            case 'Q': Push(persistent(Pop() as object?[] ?? throw Damaged("a persistent id is no tuple"))); break;
            case 'R':
                var arguments = Pop() as object?[] ?? throw Damaged("arguments are no tuple");
                var called = Pop() as PickleName ?? throw Damaged("something is called that has no name");
                Push(reduce(called, arguments) ?? throw Damaged($"it asks for '{called}', which is never run here"));
                break;

            // State of an ordered dictionary, for example PyTorch's _metadata: of no interest, and never applied to anything.
            case 'b': Pop(); break;
            default: throw Damaged($"it uses the instruction {(int)instruction:x2}, which data does not need");
        }
    }

    private void SetItems(object?[] items)
    {
        if (items.Length % 2 != 0)
        {
            throw Damaged("a key has no value");
        }

        var dictionary = Top<PickleDictionary>();
        for (var i = 0; i < items.Length; i += 2)
        {
            dictionary.Items.Add(new(items[i], items[i + 1]));
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > bytes.Length - position)
        {
            throw Damaged("it ends too early");
        }

        position += count;
        return bytes.AsSpan(position - count, count);
    }

    private string Text(int length) => Encoding.UTF8.GetString(Take(length));

    private string Line()
    {
        var length = bytes.AsSpan(position).IndexOf((byte)'\n');
        var line = Text(length);
        Take(1);
        return line;
    }

    private static long Long(ReadOnlySpan<byte> little)
    {
        if (little.Length > sizeof(long))
        {
            throw Damaged("a number is too large");
        }

        var value = 0L;
        for (var i = little.Length - 1; i >= 0; i--)
        {
            value = (value << 8) | little[i];
        }

        // Two's complement of its own length.
        var unused = (sizeof(long) - little.Length) * 8;
        return little.Length is 0 ? 0 : value << unused >> unused;
    }

    private object? Recall(int index) => memo.TryGetValue(index, out var value) ? value : throw Damaged("it recalls a value that it never stored");

    private void Push(object? value) => stack.Add(value);

    private object? Peek() => stack.Count > 0 ? stack[^1] : throw Damaged("its stack is empty");

    private object? Pop()
    {
        var value = Peek();
        stack.RemoveAt(stack.Count - 1);
        return ReferenceEquals(value, Mark) ? throw Damaged("its stack holds a mark where a value belongs") : value;
    }

    private T Top<T>()
        where T : class => Peek() as T ?? throw Damaged("it fills something that is no container");

    private object?[] Last(int count)
    {
        var values = new object?[count];
        for (var i = count - 1; i >= 0; i--)
        {
            values[i] = Pop();
        }

        return values;
    }

    private object?[] PopToMark()
    {
        var mark = stack.LastIndexOf(Mark);
        if (mark < 0)
        {
            throw Damaged("a mark is missing");
        }

        object?[] values = [.. stack[(mark + 1)..]];
        stack.RemoveRange(mark, stack.Count - mark);
        return values;
    }

    internal static LotteryLabException Damaged(string reason) =>
        new("torch-file.invalid", $"This is not a file of tensors as torch.save writes them: {reason}.", "Save it again as a dictionary of tensors with torch.save of PyTorch 1.6 or newer.");
}

/// <summary>A name that a pickle refers to; never looked up anywhere.</summary>
internal sealed record PickleName(string Module, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => new([.. $"{Module}.{Name}".Take(80).Select(c => char.IsControl(c) ? '?' : c)]);
}

/// <summary>Keys and values in the order in which they were set.</summary>
internal sealed class PickleDictionary
{
    public List<KeyValuePair<object?, object?>> Items { get; } = [];
}
