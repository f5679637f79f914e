/* Makes one call of the system fail, or all from there on: loaded by LD_PRELOAD.
 *
 * FAULT_CALL  fsync, write or read (each with its kin)
 * FAULT_NTH   which call of this kind to files of FAULT_PATH fails, from 1
 * FAULT_LAST  the last one that fails
 * FAULT_ERROR number of the error; of a write also 0: half of the bytes are written, no error
 * FAULT_PATH  part of the file's path
 * FAULT_SEEN  file to which a byte is written for each call that failed
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static long count;

static int fails(int file, const char *call)
{
    static int inside;
    const char *wanted = getenv("FAULT_CALL"), *path = getenv("FAULT_PATH");
    char link[64], target[4096];
    ssize_t length;
    if (inside || !wanted || !path || strcmp(wanted, call))
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    length = readlink(link, target, sizeof target - 1);
    if (length <= 0)
        return 0;
    target[length] = 0;
    if (!strstr(target, path))
        return 0;
    count++;
    if (count < atol(getenv("FAULT_NTH")) || count > atol(getenv("FAULT_LAST")))
        return 0;
    inside = 1;
    int seen = open(getenv("FAULT_SEEN"), O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (seen >= 0) {
        ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
        real(seen, "x", 1);
        close(seen);
    }
    inside = 0;
    errno = atoi(getenv("FAULT_ERROR"));
    return 1;
}

int fsync(int file)
{
    int (*real)(int) = dlsym(RTLD_NEXT, "fsync");
    return fails(file, "fsync") ? -1 : real(file);
}

int fdatasync(int file)
{
    int (*real)(int) = dlsym(RTLD_NEXT, "fdatasync");
    return fails(file, "fsync") ? -1 : real(file);
}

ssize_t write(int file, const void *bytes, size_t size)
{
    ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
    if (!fails(file, "write"))
        return real(file, bytes, size);
    return errno ? -1 : real(file, bytes, size / 2);
}

ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t place)
{
    ssize_t (*real)(int, const void *, size_t, off64_t) = dlsym(RTLD_NEXT, "pwrite64");
    if (!fails(file, "write"))
        return real(file, bytes, size, place);
    return errno ? -1 : real(file, bytes, size / 2, place);
}

ssize_t pread64(int file, void *bytes, size_t size, off64_t place)
{
    ssize_t (*real)(int, void *, size_t, off64_t) = dlsym(RTLD_NEXT, "pread64");
    return fails(file, "read") ? -1 : real(file, bytes, size, place);
}

int ftruncate64(int file, off64_t size)
{
    int (*real)(int, off64_t) = dlsym(RTLD_NEXT, "ftruncate64");
    return fails(file, "write") && errno ? -1 : real(file, size);
}
