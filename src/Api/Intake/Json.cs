namespace OrleansLambda.Api.Intake;

/// <summary>JSON's white space (RFC 8259, section 2).</summary>
internal static class Json
{
    public static bool IsWhiteSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r';

    public static ReadOnlySpan<byte> WhiteSpace => " \t\n\r"u8;
}
