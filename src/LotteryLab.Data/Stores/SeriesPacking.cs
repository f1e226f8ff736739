using System.Buffers.Binary;

namespace LotteryLab.Data.Stores;

/// <summary>
/// Evaluation points as bytes, little-endian, 56 a point: the iteration as int64, then learning rate, training loss, validation loss and accuracy,
/// test loss and accuracy as float64; NaN is "not measured". Full precision, so that exports repeat the journal to the digit.
/// </summary>
internal static class SeriesPacking
{
    public const int BytesPerPoint = 56;

    public static byte[] Pack(IReadOnlyList<SeriesPoint> points)
    {
        var bytes = new byte[points.Count * BytesPerPoint];
        for (var i = 0; i < points.Count; i++)
        {
            Write(bytes.AsSpan(i * BytesPerPoint), points[i]);
        }

        return bytes;
    }

    public static IReadOnlyList<SeriesPoint> Unpack(ReadOnlySpan<byte> bytes)
    {
        var points = new SeriesPoint[bytes.Length / BytesPerPoint];
        for (var i = 0; i < points.Length; i++)
        {
            var point = bytes[(i * BytesPerPoint)..];
            points[i] = new SeriesPoint(
                BinaryPrimitives.ReadInt64LittleEndian(point),
                BinaryPrimitives.ReadDoubleLittleEndian(point[8..]),
                Value(point[16..]),
                Value(point[24..]),
                Value(point[32..]),
                Value(point[40..]),
                Value(point[48..]));
        }

        return points;
    }

    private static void Write(Span<byte> bytes, SeriesPoint point)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes, point.Iteration);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes[8..], point.LearningRate);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes[16..], point.TrainLoss ?? double.NaN);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes[24..], point.ValidationLoss ?? double.NaN);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes[32..], point.ValidationAccuracy ?? double.NaN);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes[40..], point.TestLoss ?? double.NaN);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes[48..], point.TestAccuracy ?? double.NaN);
    }

    private static double? Value(ReadOnlySpan<byte> bytes)
    {
        var value = BinaryPrimitives.ReadDoubleLittleEndian(bytes);
        return double.IsNaN(value) ? null : value;
    }
}
