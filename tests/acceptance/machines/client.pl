# SPDX-License-Identifier: MIT
# client.pl URL [leak]: fetches without end, and keeps every reply if told to leak. Needs only
# perl-base, which every Debian system has.
use strict;
use warnings;
use Socket;

my ($url, $leaks) = @ARGV;
my ($host, $port, $path) = $url =~ m{^http://([^:/]+):(\d+)(/.*)?$} or die "not a URL: $url\n";
my $address = sockaddr_in($port, inet_aton($host));
my @kept;
while (1) {
    socket(my $socket, PF_INET, SOCK_STREAM, getprotobyname('tcp') // 6) or die "socket: $!\n";
    connect($socket, $address) or next;
    send($socket, "GET " . ($path // "/") . " HTTP/1.0\r\nHost: $host\r\n\r\n", 0);
    my $reply = '';
    while (sysread($socket, my $piece, 65536)) { $reply .= $piece }
    close $socket;
    push @kept, $reply if $leaks;
}
