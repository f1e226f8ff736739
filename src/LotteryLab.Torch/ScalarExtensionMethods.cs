namespace TorchSharp;

/// <summary>Conversions between C# numbers and <see cref="Scalar"/>.</summary>
public static class ScalarExtensionMethods
{
    /// <summary>The integer as a scalar.</summary>
    public static Scalar ToScalar(this int value) => value;

    /// <summary>The integer as a scalar.</summary>
    public static Scalar ToScalar(this long value) => value;

    /// <summary>The number as a scalar.</summary>
    public static Scalar ToScalar(this float value) => value;

    /// <summary>The number as a scalar.</summary>
    public static Scalar ToScalar(this double value) => value;

    /// <summary>The truth value as a scalar.</summary>
    public static Scalar ToScalar(this bool value) => value;

    /// <summary>The scalar in single precision.</summary>
    public static float ToSingle(this Scalar value) => (float)value.Real;

    /// <summary>The scalar in double precision.</summary>
    public static double ToDouble(this Scalar value) => value.Real;

    /// <summary>The scalar as a 32-bit integer, fraction cut off.</summary>
    public static int ToInt32(this Scalar value) => (int)value.Integer;

    /// <summary>The scalar as a 64-bit integer, fraction cut off.</summary>
    public static long ToInt64(this Scalar value) => value.Integer;

    /// <summary>Whether the scalar differs from zero.</summary>
    public static bool ToBoolean(this Scalar value) => value.Real != 0;
}
