using System.IO.Compression;

namespace AtlasHa.Notifications.Messages;

/// <summary>The Base64 text in which hooks put what is compressed or cut.</summary>
internal static class Payload
{
    private const int BlockSize = 64 * 1024;

    /// <exception cref="MalformedMessageException">It is no Base64, no gzip file, or longer than allowed.</exception>
    public static byte[] Decode(string base64, bool compressed, int maxBytes)
    {
        // What is compressed may be longer than its content by a little only.
        if (base64.Length / 4L * 3 > maxBytes + (long)BlockSize)
            throw TooLong(maxBytes);
        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(base64);
        }
        catch (FormatException failure)
        {
            throw new MalformedMessageException("its message is not Base64", failure);
        }

        if (compressed)
            return Unzip(bytes, maxBytes);
        return bytes.Length <= maxBytes ? bytes : throw TooLong(maxBytes);
    }

    private static byte[] Unzip(byte[] bytes, int maxBytes)
    {
        try
        {
            using var zip = new GZipStream(new MemoryStream(bytes, writable: false), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            var block = new byte[BlockSize];
            for (int read; (read = zip.Read(block)) > 0;)
            {
                if (plain.Length + read > maxBytes)
                    throw TooLong(maxBytes);
                plain.Write(block, 0, read);
            }

            return plain.ToArray();
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException)
        {
            throw new MalformedMessageException("its message is no gzip file", failure);
        }
    }

    private static MalformedMessageException TooLong(int maxBytes) =>
        new($"it is longer than {maxBytes} bytes when it is put together and decompressed (AtlasHa:Notifications:MaxMessageBytes)");
}
