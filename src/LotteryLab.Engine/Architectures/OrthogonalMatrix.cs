using System.Numerics;

namespace LotteryLab.Engine.Architectures;

/// <summary>Random matrices with orthonormal rows or columns, whichever are fewer (Saxe et al.), uniformly distributed.</summary>
internal static class OrthogonalMatrix
{
    /// <summary>
    /// Orthonormalises normal draws, row-major [rows, columns]. Modified Gram-Schmidt, twice, in double precision: it gives the QR
    /// factor with positive diagonal, which is the one that is uniformly distributed.
    /// </summary>
    public static float[] Draw(int rows, int columns, float[] normals)
    {
        var isWide = rows <= columns;
        var (count, length) = isWide ? (rows, columns) : (columns, rows);
        var vectors = new double[count][];
        for (var i = 0; i < count; i++)
        {
            vectors[i] = new double[length];
            for (var j = 0; j < length; j++)
            {
                vectors[i][j] = normals[isWide ? (i * columns) + j : (j * columns) + i];
            }

            Orthonormalise(vectors, i);
        }

        var result = new float[normals.Length];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < length; j++)
            {
                result[isWide ? (i * columns) + j : (j * columns) + i] = (float)vectors[i][j];
            }
        }

        return result;
    }

    private static void Orthonormalise(double[][] vectors, int index)
    {
        var vector = vectors[index];
        for (var pass = 0; pass < 2; pass++)
        {
            for (var other = 0; other < index; other++)
            {
                Subtract(vector, vectors[other], Dot(vector, vectors[other]));
            }
        }

        var norm = Math.Sqrt(Dot(vector, vector));
        for (var j = 0; j < vector.Length; j++)
        {
            vector[j] /= norm;
        }
    }

    private static double Dot(double[] first, double[] second)
    {
        var sums = Vector<double>.Zero;
        var i = 0;
        for (; i <= first.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            sums += new Vector<double>(first, i) * new Vector<double>(second, i);
        }

        var sum = Vector.Sum(sums);
        for (; i < first.Length; i++)
        {
            sum += first[i] * second[i];
        }

        return sum;
    }

    private static void Subtract(double[] vector, double[] other, double factor)
    {
        var i = 0;
        for (; i <= vector.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            (new Vector<double>(vector, i) - (new Vector<double>(other, i) * factor)).CopyTo(vector, i);
        }

        for (; i < vector.Length; i++)
        {
            vector[i] -= factor * other[i];
        }
    }
}
