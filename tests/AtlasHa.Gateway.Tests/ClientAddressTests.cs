using System.Net;
using AtlasHa.Gateway.Endpoints;
using Microsoft.AspNetCore.Http;

namespace AtlasHa.Gateway.Tests;

/// <summary>From where a call comes, as the admin audit notes it.</summary>
public sealed class ClientAddressTests
{
    [Theory]
    [InlineData(null, null, "192.0.2.7")]
    [InlineData(null, "203.0.113.5", "192.0.2.7")]
    [InlineData("1", null, "192.0.2.7")]
    [InlineData("1", "203.0.113.5", "203.0.113.5 via 192.0.2.7")]
    [InlineData("1", "2001:db8::1", "2001:db8::1 via 192.0.2.7")]
    [InlineData("1", "somebody else", "192.0.2.7")]
    public void It_is_the_peer_and_what_a_passive_says_that_forwards(string? hops, string? forwardedFor, string expected)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.7");
        if (hops is not null) http.Request.Headers["X-Atlas-Ha-Hops"] = hops;
        if (forwardedFor is not null) http.Request.Headers["X-Forwarded-For"] = forwardedFor;

        AtlasHttp.Caller(http).ClientAddress.ShouldBe(expected);
    }
}
