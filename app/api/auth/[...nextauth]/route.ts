import type { NextRequest } from "next/server";
import { answerAuth } from "@/lib/identity/auth/next-auth";

const handle = async (request: NextRequest, { params }: { params: Promise<{ nextauth: string[] }> }): Promise<Response> =>
  answerAuth(request, (await params).nextauth);

export { handle as GET, handle as POST };
