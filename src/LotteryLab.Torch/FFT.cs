using LotteryLab.Torch.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Fourier transforms.</summary>
    public static class fft
    {
        /// <summary>Transform of real numbers: the non-negative frequencies, complex.</summary>
        public static Tensor rfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            Ops.fft_rfft.Run(input, Length(n), dim, NameOf(norm));

        /// <summary>Inverse of <see cref="rfft"/>: real numbers.</summary>
        public static Tensor irfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            Ops.fft_irfft.Run(input, Length(n), dim, NameOf(norm));

        /// <summary>Inverse transform, complex.</summary>
        public static Tensor ifft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) =>
            Ops.fft_ifft.Run(input, Length(n), dim, NameOf(norm));

        private static long? Length(long n) => n < 0 ? null : n;

        private static string NameOf(FFTNormType norm) => norm switch
        {
            FFTNormType.Forward => "forward",
            FFTNormType.Ortho => "ortho",
            _ => "backward",
        };
    }
}
