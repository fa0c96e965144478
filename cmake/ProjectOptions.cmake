# SPDX-License-Identifier: GPL-3.0-or-later
# Language level, warnings and sanitizers, the same for every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

option(LORASTUDIO_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(LORASTUDIO_PCH "Use precompiled headers" ON)

add_library(lorastudio_options INTERFACE)
target_compile_options(lorastudio_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-qual -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports values of coroutine frames that it moved itself.
  target_compile_options(lorastudio_options INTERFACE -fcoroutines -Wno-error=maybe-uninitialized -Wno-error=dangling-pointer)
endif()
target_compile_definitions(lorastudio_options INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_FOREACH QT_NO_KEYWORDS QT_MESSAGELOGCONTEXT
  QT_DISABLE_DEPRECATED_BEFORE=0x060400)
if(LORASTUDIO_SANITIZE)
  # -fno-sanitize=vptr: QCoro and Qt are built without RTTI for the classes it would look up.
  target_compile_options(lorastudio_options INTERFACE
    -fsanitize=address,undefined -fno-sanitize=vptr -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  target_link_options(lorastudio_options INTERFACE -fsanitize=address,undefined)
  if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    target_compile_options(lorastudio_options INTERFACE -fno-sanitize=function)
  endif()
endif()
# Many large programs are linked for the tests: gold, which is part of binutils, needs less time and memory for them.
# (Debian's mold 1.10 is quicker, but some of them cannot be loaded, and it never comes to an end with others.)
find_program(LORASTUDIO_GOLD ld.gold)
if(LORASTUDIO_GOLD AND NOT CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  target_link_options(lorastudio_options INTERFACE -fuse-ld=gold)
endif()
